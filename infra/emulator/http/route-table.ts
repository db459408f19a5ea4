// Which function answers a path: templates such as `/v1/leads/{leadId}`, a literal segment before a parameter.

export interface Route {
  readonly method: string;
  readonly path: string;
  /** Name of the function. */
  readonly function: string;
  readonly access: 'public' | 'staff';
  /** Bytes a body may have, where that is not the limit of its access. */
  readonly bodyLimit?: number;
}

export type RouteMatch =
  | { readonly kind: 'found'; readonly route: Route; readonly parameters: Record<string, string> }
  | { readonly kind: 'otherMethods'; readonly allowed: readonly string[] }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'none' };

interface Candidate {
  readonly route: Route;
  readonly segments: readonly string[];
}

export class RouteTable {
  readonly #candidates: readonly Candidate[];

  constructor(routes: readonly Route[]) {
    const candidates = routes.map((route) => ({ route, segments: route.path.split('/') }));
    this.#candidates = candidates.toSorted((one, other) => byLiteral(one.segments, other.segments));
  }

  /** Whether all that is at the path is for everybody; nothing there is for nobody. */
  isPublic(path: string): boolean {
    const segments = path.split('/').map(decoded);
    const fitting = this.#candidates.filter((one) => fits(one.segments, segments));
    return fitting.length > 0 && fitting.every(({ route }) => route.access === 'public');
  }

  /** `path` as it came, percent-encoded, without query. HEAD is answered by GET's route. */
  match(method: string, path: string): RouteMatch {
    const segments = path.split('/').map(decoded);
    if (segments.includes(undefined)) return { kind: 'malformed' };
    const fitting = this.#candidates.filter((one) => fits(one.segments, segments));
    if (fitting.length === 0) return { kind: 'none' };
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = fitting.find(({ route }) => route.method === wanted);
    if (!found) return { kind: 'otherMethods', allowed: allowedOf(fitting) };
    return { kind: 'found', route: found.route, parameters: parametersOf(found, segments) };
  }
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function fits(template: readonly string[], segments: readonly (string | undefined)[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) =>
      isParameter(part) ? segments[index] !== '' : part === segments[index],
    )
  );
}

function byLiteral(one: readonly string[], other: readonly string[]): number {
  const rank = (segments: readonly string[]) =>
    segments.map((segment) => (isParameter(segment) ? '1' : '0')).join('');
  return rank(one) < rank(other) ? -1 : Number(rank(one) > rank(other));
}

function parametersOf(
  { segments: template }: Candidate,
  segments: readonly (string | undefined)[],
) {
  const pairs = template.flatMap((part, index) =>
    isParameter(part) ? [[part.slice(1, -1), segments[index] ?? '']] : [],
  );
  return Object.fromEntries(pairs);
}

function allowedOf(candidates: readonly Candidate[]): readonly string[] {
  const methods = new Set(candidates.map(({ route }) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].toSorted();
}
