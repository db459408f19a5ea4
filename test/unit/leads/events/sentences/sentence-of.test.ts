import { describe, expect, it } from 'vitest';
import {
  type EventBody,
  type EventName,
  events,
} from '../../../../../functions/leads/events/events.ts';
import { sentenceOf } from '../../../../../functions/leads/events/sentences/sentence-of.ts';
import { fact } from '../../../../support/facts.ts';

const tongue = { when: (at: string) => at, due: (at: string) => at, who: (sub: string) => sub };
const names = Object.keys(events) as EventName[];

describe('the timeline', () => {
  it.each(names)('has a sentence for %s of years ago, whatever it lacks', (name) => {
    const old = fact(name) as EventBody;

    expect(sentenceOf(old, 'sub-1', tongue)).toMatch(/^[A-Z\w].+\.$/);
  });

  it('counts what keeps all reps from a lead, those whom the trace does not name with the others', () => {
    const trace = {
      candidates: [{ repId: 'rep-a', codes: ['ABSENT', 'AT_CAPACITY'] }],
      others: { reps: 700, eligible: 0, codes: { ABSENT: 1, INACTIVE: 699 } },
    };
    const nobody = { type: 'NoEligibleRep', data: { trace } } as unknown as EventBody;

    expect(sentenceOf(nobody, 'sub-1', tongue)).toMatch(
      /absent: 2 reps; full: 1 rep; [^:]+: 699 reps/,
    );
  });
});
