// How the sentences of the timeline say lists, amounts and choices. What an old event lacks is said as it is: nothing here throws.

const handRaises: Readonly<Record<string, string>> = {
  demo: 'asks for a demo',
  visit: 'asks for a visit',
  callMe: 'asks to be called',
};

/** ` and asks for a demo`; nothing when no hand was raised. */
export function raised(handRaise: string | undefined): string {
  return handRaise === undefined ? '' : ` and ${handRaises[handRaise]}`;
}

/** `; new: employees, region; said otherwise than before: phone`; nothing when a form taught nothing. */
export function taught({
  learned = [],
  differs = [],
}: {
  readonly learned?: readonly string[] | undefined;
  readonly differs?: readonly string[] | undefined;
}): string {
  const parts = [
    learned.length > 0 ? `; new: ${listed(learned)}` : '',
    differs.length > 0 ? `; said otherwise than is known: ${listed(differs)}` : '',
  ];
  return parts.join('');
}

/** `sets region, tags; takes over phone`: what was done to which fields. */
export function corrected(done: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(done).filter(([, fields]) => fields?.length !== 0);
  return parts.map(([verb, fields]) => `${verb} ${listed(fields)}`).join('; ');
}

/** Why there is no credit, by the state it ended in (4.9). */
export const voids: Readonly<Record<string, string>> = {
  VOID_NO_OPP: 'no opportunity was opened in time',
  VOID_CANCELLED: 'the opportunity was cancelled without a cause inside two weeks',
  VOID_RETURNED: 'the lead was given back',
};

/** Codes and names of fields as words. */
export function listed(values: readonly string[]): string {
  if (!Array.isArray(values)) return String(values);
  // Codes are written A_B, fields aB.
  const words = values.join(', ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.toLowerCase().replaceAll('_', ' ');
}

export function pairs(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values ?? {})
    .map(([name, one]) => `${name} ${one}`)
    .join(', ');
}

/** `amount` in major units. */
export function money(amount: number, currency: string): string {
  return `${typeof amount === 'number' ? amount.toLocaleString('en-GB') : amount} ${currency}`;
}

/** A share, 0 to 1. */
export function percent(share: number): string {
  return `${typeof share === 'number' ? Math.round(share * 100) : share} %`;
}

export function startOf(timeline: { readonly startWithinMonths: number } | null): string {
  return timeline ? `start within ${timeline.startWithinMonths} months` : 'start not known';
}

const keptFromIt: Readonly<Record<string, string>> = {
  INACTIVE: 'no longer here',
  NOT_ON_ROSTER: 'not on the roster of the month',
  SUSPENDED: 'out after misses',
  ABSENT: 'absent',
  OUT_OF_SCOPE_REGION: 'not for this region',
  OUT_OF_SCOPE_PRODUCT: 'not for this product line',
  OUT_OF_SCOPE_LANGUAGE: 'not for this language',
  EXCLUDED_REJECTED: 'refused it before',
  EXCLUDED_RETURNED: 'gave it back before',
  EXCLUDED_TIMED_OUT: 'let it lie in this cycle',
  EXCLUDED_MISROUTED: 'said that it belongs elsewhere',
  IN_DISPUTE: 'party to a dispute about it',
  AT_CAPACITY: 'full',
};

/** ` (not on the roster of the month: 3 reps; absent: 1 rep)`: what keeps the reps from a lead that nobody can take. */
export function whyNobody(
  trace: { readonly candidates?: unknown; readonly others?: unknown } | undefined,
): string {
  const candidates = trace?.candidates;
  if (!Array.isArray(candidates)) return '';
  if (candidates.length === 0) return ' (there is no rep)';
  const kept = new Map<string, number>();
  const codes: readonly unknown[] = candidates.flatMap((one) => Object(one).codes ?? []);
  const one = codes.map((code) => [String(code), 1] as const);
  for (const [code, reps] of [...one, ...Object.entries(Object(trace?.others).codes ?? {})])
    kept.set(code, (kept.get(code) ?? 0) + Number(reps));
  const reasons = [...kept].map(
    ([code, reps]) =>
      `${keptFromIt[code] ?? listed([code])}: ${reps} ${reps === 1 ? 'rep' : 'reps'}`,
  );
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
}
