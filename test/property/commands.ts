// What may happen to a company, in any order: plain data, so that a failing sequence shrinks and can be read.

import fc from 'fast-check';

/** A lead, rep or person by its number; the world takes it modulo how many there are. */
type Nth = number;

export type Command =
  | {
      readonly do: 'submit';
      readonly person: Nth;
      readonly line: (typeof LINES)[number];
      readonly intent: 'demo' | 'low' | 'spam' | 'noChannel';
      readonly sameWords: boolean;
      /** What he says of himself and his company: the second time he may say it otherwise. */
      readonly facts: 'usual' | 'other' | 'none';
    }
  /** The lead's person, or somebody of the same company, writes while something is under way with it. */
  | {
      readonly do: 'write';
      readonly lead: Nth;
      readonly who: 'himself' | 'colleague';
      readonly handRaise: boolean;
      readonly consent: boolean;
      readonly facts: 'usual' | 'other' | 'none';
    }
  /** A card that asks for nothing, in a file of ops. */
  | {
      readonly do: 'import';
      readonly person: Nth;
      readonly line: (typeof LINES)[number];
      readonly consent: boolean;
    }
  | { readonly do: 'optIn' | 'unsubscribe'; readonly lead: Nth }
  /** Staff look at what is put aside. */
  | { readonly do: 'check'; readonly lead: Nth; readonly honest: boolean }
  | { readonly do: 'engage'; readonly person: Nth; readonly kind: 'download' | 'webinar' }
  /** Whatever brings the lead forward in its present state. */
  | { readonly do: 'push'; readonly lead: Nth }
  | { readonly do: 'take'; readonly lead: Nth }
  /** What the customer says on the phone of being written to and called. */
  | {
      readonly do: 'call';
      readonly lead: Nth;
      readonly connected: boolean;
      readonly email: boolean | undefined;
      readonly phone: boolean | undefined;
    }
  /** What staff say of a lead themselves, or decide of what forms say. */
  | {
      readonly do: 'facts';
      readonly lead: Nth;
      readonly by: 'sdr' | 'rep' | 'ops';
      readonly what: (typeof FACTS)[number];
    }
  | { readonly do: 'repCall'; readonly lead: Nth; readonly right: boolean }
  | {
      readonly do: 'qualify';
      readonly lead: Nth;
      readonly verdict: 'ready' | 'notNow' | 'notALead';
      readonly passes: boolean;
    }
  | { readonly do: 'correct'; readonly lead: Nth }
  | { readonly do: 'accept'; readonly lead: Nth; readonly right: boolean }
  | {
      readonly do: 'reject' | 'giveBack';
      readonly lead: Nth;
      readonly reason: (typeof REASONS)[number];
      readonly right: boolean;
    }
  | { readonly do: 'withdraw' | 'recall' | 'nudge' | 'annul'; readonly lead: Nth }
  /** What is done with an accepted lead and its opportunity. */
  | {
      readonly do: 'sell';
      readonly lead: Nth;
      readonly how: (typeof SALES)[number];
      readonly right: boolean;
    }
  | { readonly do: 'assign'; readonly lead: Nth; readonly rep: Nth; readonly lift: boolean }
  | { readonly do: 'sendBack'; readonly lead: Nth; readonly verdict: 'nurture' | 'notALead' }
  | { readonly do: 'merge'; readonly lead: Nth; readonly into: Nth; readonly same: boolean }
  | { readonly do: 'unmerge' | 'erase' | 'dispute'; readonly lead: Nth }
  | {
      readonly do: 'claim';
      readonly person: Nth;
      readonly rep: Nth;
      readonly line: (typeof LINES)[number];
    }
  | { readonly do: 'ruling'; readonly lead: Nth; readonly overturned: boolean }
  | { readonly do: 'extraCycle'; readonly lead: Nth; readonly approve: boolean }
  | { readonly do: 'absence'; readonly rep: Nth; readonly inDays: number; readonly days: number }
  /** What people try to get around the contract with. */
  | { readonly do: 'ownAbsence'; readonly lead: Nth; readonly hours: number }
  | { readonly do: 'capacity'; readonly rep: Nth; readonly capacity: number }
  | { readonly do: 'sdrAway'; readonly days: number }
  | { readonly do: 'handOver'; readonly lead: Nth; readonly sdrId: 'sdr-1' | 'sdr-2' }
  | {
      readonly do: 'ruleOnOneself';
      readonly lead: Nth;
      readonly what: (typeof RULINGS)[number];
      readonly who: 'rep' | 'sdr';
    }
  | { readonly do: 'otherSdr'; readonly lead: Nth; readonly what: (typeof WORK)[number] }
  | { readonly do: 'activate'; readonly rep: Nth; readonly active: boolean }
  | { readonly do: 'roster'; readonly nextMonth: boolean; readonly without: Nth }
  | { readonly do: 'department'; readonly mode: 'direct' | 'director' }
  | { readonly do: 'holiday'; readonly inDays: number }
  | { readonly do: 'delivery'; readonly fails: boolean }
  | { readonly do: 'advance'; readonly by: string }
  /** To a deadline of the lead or its offer, or a second to either side of it. */
  | { readonly do: 'advanceTo'; readonly lead: Nth; readonly what: Deadline; readonly by: number }
  | { readonly do: 'pair'; readonly one: Command; readonly other: Command }
  | {
      readonly do: 'fault';
      readonly fault: 'stepFunctions' | 'loseWakes' | 'duplicateWakes';
      readonly on: boolean;
    }
  | { readonly do: 'restart' };

export type Deadline = 'next' | 'accept' | 'expire' | 'coolDown' | 'window' | 'credit';

const SALES = [
  'qualify',
  'extend',
  'open',
  'progress',
  'win',
  'lose',
  'cancel',
  'cancelWithCause',
  'approve',
  'decline',
  'reopen',
  'moveOwner',
  'correctAmount',
  'ruleOnSource',
] as const;

const RULINGS = [
  'annul',
  'assign',
  'window',
  'ruling',
  'sendBack',
  'extraCycle',
  'reopen',
  'ownerIsMe',
  'handOver',
  'cancelRuling',
  'sourceRuling',
] as const;

const WORK = ['take', 'call', 'qualify', 'correct', 'facts', 'recall', 'nudge', 'dispute'] as const;

/** Two product lines, of which one has two spellings. */
const LINES = ['core', 'edge', 'CORE'] as const;

const FACTS = ['north', 'south', 'nowhere', 'otherLine', 'facts', 'takeOver', 'drop'] as const;

const REASONS = [
  'NO_NEED',
  'CHOSE_COMPETITOR',
  'NO_BUDGET',
  'TIMING',
  'NOT_DECISION_MAKER',
  'UNREACHABLE',
  'BAD_DATA',
  'POOR_FIT',
  'MISROUTED',
  'DUPLICATE',
  'EXISTING_CUSTOMER',
  'CONFLICT',
] as const;

type Kind = Command['do'];
type Which<C, K> = C extends { readonly do: infer D } ? (K extends D ? C : never) : never;

/** The command of one kind. */
export type CommandOf<K extends Kind> = Which<Command, K>;

const nth = fc.nat({ max: 11 });
/** The first leads most of all, so that some live through much. */
const aLead = fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 2 }) }, { weight: 1, arbitrary: nth });
const yesMostly = fc.nat({ max: 7 }).map((n) => n < 7);

function command<K extends Kind>(
  kind: K,
  fields: {
    readonly [Field in Exclude<keyof CommandOf<K>, 'do'>]: fc.Arbitrary<CommandOf<K>[Field]>;
  },
): fc.Arbitrary<Command> {
  // fast-check's record type forgets which fields belong to which kind.
  return fc.record({ do: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<Command>;
}

const line = fc.constantFrom(...LINES, 'core');
/** Said or left out. */
const word = fc.constantFrom(undefined, undefined, true, false);

const submit = command('submit', {
  person: nth,
  line,
  intent: fc.constantFrom('demo', 'demo', 'demo', 'demo', 'demo', 'low', 'spam', 'noChannel'),
  sameWords: fc.nat({ max: 5 }).map((n) => n === 5),
  facts: fc.constantFrom('usual', 'usual', 'usual', 'other', 'none'),
});
const push = command('push', { lead: aLead });
const reject = command('reject', {
  lead: aLead,
  reason: fc.constantFrom(...REASONS),
  right: yesMostly,
});

/** What people do; every one of these may meet any other at the same instant. */
const acts: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Command> }[] = [
  { weight: 10, arbitrary: submit },
  { weight: 24, arbitrary: push },
  {
    weight: 5,
    arbitrary: command('write', {
      lead: aLead,
      who: fc.constantFrom('himself', 'colleague'),
      handRaise: fc.boolean(),
      consent: yesMostly,
      facts: fc.constantFrom('usual', 'other', 'none'),
    }),
  },
  { weight: 2, arbitrary: command('import', { person: nth, line, consent: fc.boolean() }) },
  { weight: 1, arbitrary: command('optIn', { lead: aLead }) },
  { weight: 1, arbitrary: command('unsubscribe', { lead: aLead }) },
  { weight: 1, arbitrary: command('check', { lead: aLead, honest: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: command('engage', { person: nth, kind: fc.constantFrom('download', 'webinar') }),
  },
  { weight: 1, arbitrary: command('take', { lead: aLead }) },
  {
    weight: 2,
    arbitrary: command('call', { lead: aLead, connected: fc.boolean(), email: word, phone: word }),
  },
  {
    weight: 5,
    arbitrary: command('facts', {
      lead: aLead,
      by: fc.constantFrom('sdr', 'sdr', 'rep', 'ops'),
      what: fc.constantFrom('north', 'south', ...FACTS),
    }),
  },
  { weight: 2, arbitrary: command('repCall', { lead: aLead, right: yesMostly }) },
  {
    weight: 3,
    arbitrary: command('qualify', {
      lead: aLead,
      verdict: fc.constantFrom('ready', 'notNow', 'notALead'),
      passes: yesMostly,
    }),
  },
  { weight: 1, arbitrary: command('correct', { lead: aLead }) },
  { weight: 3, arbitrary: command('accept', { lead: aLead, right: yesMostly }) },
  { weight: 8, arbitrary: reject },
  {
    weight: 2,
    arbitrary: command('giveBack', {
      lead: aLead,
      reason: fc.constantFrom(...REASONS),
      right: yesMostly,
    }),
  },
  {
    weight: 16,
    arbitrary: command('sell', {
      lead: aLead,
      how: fc.constantFrom(...SALES, 'open', 'open', 'cancel', 'cancelWithCause'),
      right: yesMostly,
    }),
  },
  { weight: 2, arbitrary: command('withdraw', { lead: aLead }) },
  { weight: 6, arbitrary: command('recall', { lead: aLead }) },
  {
    weight: 2,
    arbitrary: command('ownAbsence', { lead: aLead, hours: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 1,
    arbitrary: command('handOver', { lead: aLead, sdrId: fc.constantFrom('sdr-1', 'sdr-2') }),
  },
  {
    weight: 3,
    arbitrary: command('ruleOnOneself', {
      lead: aLead,
      what: fc.constantFrom(...RULINGS),
      who: fc.constantFrom('rep', 'sdr'),
    }),
  },
  {
    weight: 2,
    arbitrary: command('otherSdr', { lead: aLead, what: fc.constantFrom(...WORK) }),
  },
  { weight: 1, arbitrary: command('nudge', { lead: aLead }) },
  { weight: 2, arbitrary: command('annul', { lead: aLead }) },
  { weight: 2, arbitrary: command('assign', { lead: aLead, rep: nth, lift: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: command('sendBack', {
      lead: aLead,
      verdict: fc.constantFrom('nurture', 'notALead'),
    }),
  },
  { weight: 2, arbitrary: command('extraCycle', { lead: aLead, approve: yesMostly }) },
  { weight: 4, arbitrary: command('merge', { lead: aLead, into: nth, same: fc.boolean() }) },
  { weight: 3, arbitrary: command('unmerge', { lead: aLead }) },
  { weight: 1, arbitrary: command('erase', { lead: nth }) },
  {
    weight: 2,
    arbitrary: command('claim', { person: nth, rep: nth, line }),
  },
  { weight: 2, arbitrary: command('dispute', { lead: aLead }) },
  { weight: 2, arbitrary: command('ruling', { lead: aLead, overturned: fc.boolean() }) },
];

const desk: typeof acts = [
  {
    weight: 2,
    arbitrary: command('absence', {
      rep: nth,
      inDays: fc.integer({ min: -1, max: 5 }),
      days: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: command('capacity', { rep: nth, capacity: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: command('sdrAway', { days: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: command('activate', { rep: nth, active: fc.boolean() }) },
  { weight: 2, arbitrary: command('roster', { nextMonth: fc.boolean(), without: nth }) },
  {
    weight: 1,
    arbitrary: command('department', { mode: fc.constantFrom('direct', 'director') }),
  },
  { weight: 1, arbitrary: command('holiday', { inDays: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 1, arbitrary: command('delivery', { fails: fc.boolean() }) },
];

const span = fc.oneof(
  fc.integer({ min: 1, max: 59 }).map((n) => `PT${n}M`),
  fc.integer({ min: 1, max: 47 }).map((n) => `PT${n}H`),
  fc.integer({ min: 2, max: 35 }).map((n) => `P${n}D`),
);
const longSpan = fc.integer({ min: 60, max: 400 }).map((n) => `P${n}D`);

const time: typeof acts = [
  { weight: 6, arbitrary: command('advance', { by: span }) },
  { weight: 1, arbitrary: command('advance', { by: longSpan }) },
  {
    weight: 12,
    arbitrary: command('advanceTo', {
      lead: aLead,
      what: fc.constantFrom('next', 'accept', 'expire', 'coolDown', 'window', 'credit'),
      by: fc.constantFrom(-1000, 0, 0, 1000),
    }),
  },
];

const pair = command('pair', {
  one: fc.oneof(...acts, ...desk),
  other: fc.oneof(...acts, ...desk),
});
const fault = command('fault', {
  fault: fc.constantFrom('stepFunctions', 'loseWakes', 'duplicateWakes'),
  on: fc.boolean(),
});

interface Kinds {
  readonly faults?: boolean;
  readonly restarts?: boolean;
}

/** One thing that may happen next. */
export function aCommand({ faults = false, restarts = false }: Kinds = {}): fc.Arbitrary<Command> {
  return fc.oneof(
    ...acts,
    ...desk,
    ...time,
    { weight: 8, arbitrary: pair },
    ...(faults ? [{ weight: 6, arbitrary: fault }] : []),
    ...(restarts ? [{ weight: 6, arbitrary: fc.constant<Command>({ do: 'restart' }) }] : []),
  );
}

/** A lead that its rep has before him, and another that comes after it. */
export const HANDED_OVER: readonly Command[] = [0, 1].flatMap((n): Command[] => [
  { do: 'submit', person: 2 * n, line: 'core', intent: 'demo', sameWords: false, facts: 'usual' },
  { do: 'push', lead: n },
  { do: 'push', lead: n },
]);

const OF_PARTIES: ReadonlySet<Command['do']> = new Set([
  ...(['recall', 'facts', 'qualify', 'call', 'repCall', 'correct', 'take', 'nudge'] as const),
  ...(['ownAbsence', 'dispute', 'ruleOnOneself', 'otherSdr', 'push', 'write'] as const),
]);

/** What the SDR, the rep and the customer of one of the first leads do, and the passing of some hours. */
export const aPartysAct: fc.Arbitrary<Command> = fc.oneof(
  { weight: 9, arbitrary: fc.oneof(...acts).filter((one) => OF_PARTIES.has(one.do)) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 30 })
      .map((hours): Command => ({ do: 'advance', by: `PT${hours}H` })),
  },
);

/** What people and ops do, without the passing of time. */
export const anAct: fc.Arbitrary<Command> = fc.oneof(...acts);

const TIMES = Number(process.env.PROPERTY_RUNS ?? 1);

/** A gate that asks something else each time says nothing of the change before it; `PROPERTY_SEED=random` goes looking. */
const SEED = process.env.PROPERTY_SEED ?? '20260914';

/** How long a property may take, shrinking included; `PROPERTY_RUNS` multiplies what `npm test` can afford. */
export const PATIENCE = 110_000 * Math.max(1, TIMES);

/** So many runs, times `PROPERTY_RUNS`; what was shrunk by then is told when the time is over. */
export function runs(few: number): fc.Parameters<unknown> {
  const bound = { numRuns: Math.ceil(few * TIMES), interruptAfterTimeLimit: PATIENCE - 10_000 };
  return SEED === 'random' ? bound : { ...bound, seed: Number(SEED) };
}
