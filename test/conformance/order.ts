import type { HistoryEvent, Signal, Step } from '../../infra/emulator/asl/types.ts';
import type { Case, ExpectedEvent } from './cases.ts';
import { comparable, isConcurrent, sameContent } from './compare.ts';

// Which of several answers came first when branches ran side by side: a recording tells by its history. Without one, and
// where nothing runs side by side, answers come in the order of the calls, and time passes when there is none left.

interface RecordedOrder {
  /** Takes note of what the interpreter recorded. */
  happened(events: readonly HistoryEvent[]): void;
  /** The choice whose events the recording has first; `attempt` says what a choice would bring and changes nothing. */
  next(
    choices: readonly [...Signal[], Signal],
    attempt: (choice: Signal) => Promise<Step>,
  ): Promise<Signal>;
}

export function recordedOrder({ definition, expectedHistory }: Case): RecordedOrder {
  const left: ExpectedEvent[] = [...(expectedHistory ?? [])];
  const placeOf = (event: HistoryEvent): number => {
    const actual = comparable(event);
    return left.findIndex((expected) => sameContent(expected, actual) === undefined);
  };
  // Where the recording has no order, its events were sorted and carry no numbers.
  const ordered = left.length > 0 && left.every(({ id }) => typeof id === 'number');
  const guided = ordered && isConcurrent(definition);
  return {
    happened(events) {
      for (const event of guided ? events : []) {
        const at = placeOf(event);
        if (at >= 0) left.splice(at, 1);
      }
    },
    async next(choices, attempt) {
      const [first] = choices;
      const usual = first ?? { kind: 'clock' };
      if (!guided || choices.length < 2) return usual;
      let best = usual;
      let earliest = Number.POSITIVE_INFINITY;
      for (const choice of choices) {
        const [event] = (await attempt(choice)).events;
        const place = event === undefined ? -1 : placeOf(event);
        if (place < 0 || place >= earliest) continue;
        [best, earliest] = [choice, place];
      }
      return best;
    },
  };
}
