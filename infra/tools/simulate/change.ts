// What is to be different: `clocks.accept.duration=PT24H` sets one number of the policy; several values make a curve.

import { jaroWinkler } from '@skyra/jaro-winkler';
import { Policy } from '../../../functions/leads/policy.ts';
import { laidOver, type Sections } from './laid-over.ts';

/** One path of the policy and the values to try, each in a world of its own. */
export interface Change {
  readonly path: string;
  readonly values: readonly unknown[];
}

/** One value for each path: what is different in a world. */
export interface Variant {
  /** What a file says of the policy, before that. */
  readonly said?: Sections | undefined;
  /** `clocks.accept.duration=PT24H, strikes.missesToSuspend=3` */
  readonly name: string;
  readonly set: readonly { readonly path: string; readonly value: unknown }[];
}

export class ChangeError extends Error {
  override readonly name = 'ChangeError';
}

/** Names that people say for what the policy says at greater length. */
const SHORT: Readonly<Record<string, string>> = {
  'offer.accept': 'clocks.accept.duration',
  'offer.contact': 'clocks.contact.duration',
};

/** More worlds than these are a search, not a question. */
const MOST_VARIANTS = 24;

/** Reads `path=value,value…`. Throws ChangeError. */
export function parseChange(text: string): Change {
  const at = text.indexOf('=');
  if (at < 1)
    throw new ChangeError(
      `the change ${text} says no value; write path=value, such as offer.accept=PT24H`,
    );
  const said = text.slice(0, at).trim();
  return { path: SHORT[said] ?? said, values: valuesOf(text.slice(at + 1).trim()) };
}

/** Every combination of the changes' values. Throws ChangeError when they are too many. */
export function variantsOf(changes: readonly Change[]): readonly Variant[] {
  let sets: Variant['set'][] = [[]];
  for (const { path, values } of changes)
    sets = sets.flatMap((set) => values.map((value) => [...set, { path, value }]));
  if (sets.length > MOST_VARIANTS)
    throw new ChangeError(
      `the changes make ${sets.length} worlds, and ${MOST_VARIANTS} are the most; give fewer values`,
    );
  return sets.map((set) => ({
    name: set.map(({ path, value }) => `${path}=${shownValue(value)}`).join(', '),
    set,
  }));
}

/** The policy with these values, as `PUT /v1/policy` would take it. Throws ChangeError, which names the path. */
export function changedPolicy(policy: Policy, { said = {}, set }: Omit<Variant, 'name'>): Policy {
  const document = structuredClone(laidOver(policy, said));
  for (const { path, value } of set) setAt(document, path, value);
  const parsed = Policy.safeParse(document);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new ChangeError(`the changed policy is refused: ${complaints.join('; ')}`);
}

function setAt(document: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let inner: unknown = document;
  for (const key of keys) inner = own(inner, key);
  if (own(inner, last) === undefined) throw new ChangeError(unknownPath(document, path));
  Reflect.set(Object(inner), last, value);
}

/** What the document itself has there. */
function own(inner: unknown, key: string): unknown {
  return Object.hasOwn(Object(inner), key) ? Object(inner)[key] : undefined;
}

function unknownPath(document: unknown, path: string): string {
  const near = [...Object.keys(SHORT), ...pathsOf(document, '')]
    .map((known) => ({ known, likeness: jaroWinkler(known.toLowerCase(), path.toLowerCase()) }))
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, 3);
  const hint = near.map(({ known }) => known).join(' or ');
  return `the policy has no path ${path}; did you mean ${hint}? GET /v1/policy shows all`;
}

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** A value that is a JSON list or object is one; else commas part several. */
function valuesOf(text: string): readonly unknown[] {
  const whole = jsonOf(text);
  if (typeof whole === 'object' && whole !== null) return [whole];
  return text.split(',').map((part) => jsonOf(part.trim()) ?? part.trim());
}

/** Undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
