// What reps do with an offer, fitted to what they did: they stay silent, or answer after a while in one way or another. A rep of few
// offers is thought to be like his department; the more he had, the more he is like himself.

import { oneAt } from '../replay/chance.ts';
import { type Delay, delayAt, type Survival, steadyOf, survivalOf, type Wait } from './survival.ts';

/** How an offer was answered: accepted, or refused with what a refusal says. */
export type Answer =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly reason: string;
      /** Days from the refusal to the date that it named (TIMING). */
      readonly dateAfterDays?: number | undefined;
      /** Where it belongs (MISROUTED). */
      readonly misrouted?: object | undefined;
    };

/** One offer that a rep had. */
export interface Had {
  readonly repId: string;
  readonly department: string;
  /** Since it was made, on the accept clock. */
  readonly millis: number;
  /** Undefined when it ended, or the record does, before the rep said anything. */
  readonly answer?: Answer | undefined;
}

/** How delays are fitted: from step to step, or as if each moment were like the other. */
export const DELAY_FITS = { steps: survivalOf, steady: steadyOf } as const satisfies Record<
  string,
  (waits: readonly Wait[]) => Survival
>;
export type DelayFit = keyof typeof DELAY_FITS;

interface Habit {
  readonly delays: Survival;
  /** All that were given: each is as likely as it was frequent. */
  readonly answers: readonly Answer[];
}

interface OfRep {
  readonly own: Habit;
  readonly department: string;
  /** Share of his own in what he does; the rest is his department's. */
  readonly share: number;
}

export interface Habits {
  readonly reps: ReadonlyMap<string, OfRep>;
  readonly departments: ReadonlyMap<string, Habit>;
  readonly everybody: Habit;
}

/** What a rep will do with an offer unless it ends before. */
export interface Intent {
  readonly answer: Answer;
  readonly delay: Delay;
}

/** Draws in [0, 1): whose habit it is, when he answers, and how. */
export interface Draws {
  readonly whose: number;
  readonly when: number;
  readonly how: number;
}

/** Fewer offers, or fewer answers among them, than these say nothing of people (the reports refuse rates of fewer than ten, A2-9). */
const FEWEST_OFFERS = 30;
const FEWEST_ANSWERS = 10;

/** Offers of the department that a rep's own stand against: between these, as much as the reps of the record are alike. */
const LEAST_PRIOR = 1;
const MOST_PRIOR = 200;

export class TooFewAnswers extends Error {
  override readonly name = 'TooFewAnswers';
  constructor(offers: number, answers: number) {
    super(
      `${offers} offers with ${answers} answers are too few to know people by; give a period with at least ${FEWEST_OFFERS} offers and ${FEWEST_ANSWERS} answers`,
    );
  }
}

/** Throws TooFewAnswers. */
export function refuseTooFew(had: readonly Had[]): void {
  const answers = had.filter(({ answer }) => answer !== undefined).length;
  if (had.length < FEWEST_OFFERS || answers < FEWEST_ANSWERS)
    throw new TooFewAnswers(had.length, answers);
}

/** Throws RangeError without any. */
export function habitsOf(had: readonly Had[], fit: DelayFit = 'steps'): Habits {
  const prior = likeness(had);
  const reps = [...Map.groupBy(had, ({ repId }) => repId)].map(([repId, his]) => {
    const share = his.length / (his.length + prior);
    return [
      repId,
      { own: habitOf(his, fit), department: his[0]?.department ?? '', share },
    ] as const;
  });
  const departments = [...Map.groupBy(had, ({ department }) => department)].map(
    ([department, theirs]) => [department, habitOf(theirs, fit)] as const,
  );
  return {
    reps: new Map(reps),
    departments: new Map(departments),
    everybody: habitOf(had, fit),
  };
}

/** What the rep given will do; undefined: nothing, for however long. Somebody without a record is like his department, or like everybody. */
export function intentOf(
  { reps, departments, everybody }: Habits,
  rep: { readonly repId: string; readonly department: string },
  { whose, when, how }: Draws,
): Intent | undefined {
  const known = reps.get(rep.repId);
  const theirs = departments.get(known?.department ?? rep.department) ?? everybody;
  const { delays, answers } = known && whose < known.share ? known.own : theirs;
  const delay = delayAt(delays, when);
  if (delay === undefined || answers.length === 0) return undefined;
  return { answer: oneAt(how, answers), delay };
}

function habitOf(had: readonly Had[], fit: DelayFit): Habit {
  const answers = had.flatMap(({ answer }) => answer ?? []);
  const waits = had.map(({ millis, answer }) => ({ millis, answered: answer !== undefined }));
  return { delays: DELAY_FITS[fit](waits), answers };
}

/**
 * How many offers of its department a rep's record is worth as little as: by the shares of answers, whose spread between reps is
 * compared with what chance alone would make of it (a beta-binomial by its moments; Kleinman 1973).
 */
function likeness(had: readonly Had[]): number {
  const shares = [...Map.groupBy(had, ({ repId }) => repId).values()].map((his) => ({
    offers: his.length,
    answered: his.filter(({ answer }) => answer !== undefined).length / his.length,
  }));
  const all = had.length;
  const mean = shares.reduce((sum, { offers, answered }) => sum + offers * answered, 0) / all;
  const between = shares.reduce(
    (sum, { offers, answered }) => sum + offers * (answered - mean) ** 2,
    0,
  );
  const chance = mean * (1 - mean);
  const room = all - shares.reduce((sum, { offers }) => sum + offers ** 2, 0) / all;
  if (chance === 0 || room === 0) return MOST_PRIOR;
  const correlation =
    (between - chance * (shares.length - 1)) / (chance * (room - shares.length + 1));
  if (!(correlation > 0)) return MOST_PRIOR;
  return Math.min(MOST_PRIOR, Math.max(LEAST_PRIOR, 1 / correlation - 1));
}
