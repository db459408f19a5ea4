// How long people take to answer, from answers of which some were never awaited to the end (Kaplan and Meier, 1958): an offer that
// ran out, was withdrawn or is still open says only that its rep had not answered by then. Times are milliseconds on one clock.

/** One wait: how long it was looked at, and whether it ended with an answer. */
export interface Wait {
  readonly millis: number;
  readonly answered: boolean;
}

/** The share of people who have not answered yet, by time: falls at each step, and says nothing sure beyond `knownUntil`. */
export interface Survival {
  /** From each instant on, the share that has not answered yet; ascending. */
  readonly steps: readonly { readonly millis: number; readonly silent: number }[];
  /** The longest wait that was looked at: nobody knows what the silent would have done later. */
  readonly knownUntil: number;
  /** Answers a millisecond of waiting, beyond it: a guess that goes on as the later half of what is known. 0: they never answer. */
  readonly guessedRate: number;
  readonly waits: number;
  readonly answers: number;
}

/** A delay that was drawn; `guessed` when it lies beyond what anybody has seen. */
export interface Delay {
  readonly millis: number;
  readonly guessed: boolean;
}

/** Fits the waits given. Throws RangeError without any. */
export function survivalOf(waits: readonly Wait[]): Survival {
  if (waits.length === 0) throw new RangeError('no waits to fit; give at least one');
  const steps: { millis: number; silent: number }[] = [];
  const inOrder = waits.toSorted((one, other) => one.millis - other.millis);
  let silent = 1;
  for (let first = 0; first < inOrder.length; ) {
    const millis = inOrder[first]?.millis ?? 0;
    let next = first;
    let ended = 0;
    for (; inOrder[next]?.millis === millis; next += 1) if (inOrder[next]?.answered) ended += 1;
    if (ended > 0) {
      // Whoever was looked at for just so long was still waiting when these answered.
      silent *= 1 - ended / (inOrder.length - first);
      steps.push({ millis, silent });
    }
    first = next;
  }
  const knownUntil = inOrder.at(-1)?.millis ?? 0;
  return {
    steps,
    knownUntil,
    guessedRate: rateAfter(inOrder, knownUntil / 2),
    waits: waits.length,
    answers: waits.filter(({ answered }) => answered).length,
  };
}

/**
 * Waits as if each moment were like the other (exponential): for few answers, where steps would jump. What it says of people who
 * answer at one hour only is wrong, and the comparison with what happened shows it.
 */
export function steadyOf(waits: readonly Wait[]): Survival {
  if (waits.length === 0) throw new RangeError('no waits to fit; give at least one');
  return {
    steps: [],
    knownUntil: 0,
    guessedRate: rateAfter(waits, 0),
    waits: waits.length,
    answers: waits.filter(({ answered }) => answered).length,
  };
}

/** When somebody answers who is the `drawn`, in [0, 1), of all by speed; undefined: never. */
export function delayAt(survival: Survival, drawn: number): Delay | undefined {
  const { steps, knownUntil, guessedRate } = survival;
  const left = 1 - drawn;
  const last = steps.at(-1)?.silent ?? 1;
  if (left > last) return { millis: stepBelow(steps, left), guessed: false };
  if (guessedRate === 0) return undefined;
  return { millis: Math.round(knownUntil + Math.log(last / left) / guessedRate), guessed: true };
}

/** The mean delay with its guessed end, in milliseconds; Infinity where some never answer. */
export function meanDelay({ steps, knownUntil, guessedRate }: Survival): number {
  let mean = 0;
  let silent = 1;
  let from = 0;
  for (const step of [...steps, { millis: knownUntil, silent: 0 }]) {
    mean += silent * (step.millis - from);
    from = step.millis;
    if (step.millis < knownUntil) silent = step.silent;
  }
  const left = steps.at(-1)?.silent ?? 1;
  return left === 0 ? mean : mean + left / guessedRate;
}

/** Answers a millisecond that was waited beyond `from`. */
function rateAfter(waits: readonly Wait[], from: number): number {
  const waited = waits.reduce((sum, { millis }) => sum + Math.max(0, millis - from), 0);
  const ended = waits.filter(({ millis, answered }) => answered && millis > from).length;
  return waited === 0 ? 0 : ended / waited;
}

/** The first instant from which fewer than `left` are silent. */
function stepBelow(
  steps: readonly { readonly millis: number; readonly silent: number }[],
  left: number,
): number {
  let [least, most] = [0, steps.length - 1];
  while (least < most) {
    const middle = (least + most) >> 1;
    if ((steps[middle]?.silent ?? 0) < left) most = middle;
    else least = middle + 1;
  }
  return steps[least]?.millis ?? 0;
}
