import { describe, expect, it } from 'vitest';
import { redactedEvent } from '../../../functions/adapters/table/redactions.ts';
import { writesOf } from '../../../functions/adapters/table/writes.ts';
import { Instant } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import { redact } from '../../../functions/leads/redact.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { schemaOf } from '../../../functions/use-cases/identity/erased-rows.ts';
import { anOffer, anOfferedLead } from '../../support/handover-builders.ts';

const lead = anOfferedLead(anOffer(1));
const colleagues = Array.from({ length: 1000 }, (_, n) => `pers_${String(n).padStart(26, '0')}`);

/** The event that tells this change of the lead's row, as it is stored. */
function stored(before: Partial<Lead>, after: Partial<Lead>): StoredEvent {
  const writes = writesOf({
    scope: lead.leadId,
    changes: [
      { kind: 'lead', before: { ...lead, ...before }, after: { ...lead, ...after } } as never,
    ],
    events: [
      {
        type: 'ColleagueEnquired',
        occurredAt: Instant.parse('2026-09-14T02:00:00Z'),
        by: { kind: 'customer', sub: 'customer' },
        data: {},
      } as never,
    ],
  });
  const put = writes.flatMap((one) => ('put' in one ? [one.put] : []));
  return JSON.parse(String(put.find((item) => item.__edb_e__ === 'event')?.row));
}

describe('the event of a list that grew', () => {
  it('tells what came, and not the thousand that were there', () => {
    const event = stored(
      { buyingGroup: colleagues },
      { buyingGroup: [...colleagues, 'pers_new'], tags: ['fleet'] },
    );

    expect(event).toMatchObject({
      changes: { tags: ['fleet'] },
      added: { buyingGroup: ['pers_new'] },
    });
    expect(JSON.stringify(event).length).toBeLessThan(1000);
  });

  it.each([
    ['became another', ['b', 'a'], ['a', 'b', 'c']],
    ['lost one', ['a', 'b'], ['a']],
    ['had nothing', [], ['a']],
  ])('tells the whole list when it %s', (_, tags, after) => {
    expect(stored({ tags }, { tags: after })).toMatchObject({ changes: { tags: after } });
    expect(stored({ tags }, { tags: after })).not.toHaveProperty('added');
  });

  it('says nothing of people any more after an erasure', () => {
    const said = (value: string) => ({ field: 'title', value, at: '2026-09-14T02:00:00.000Z' });
    const event = stored(
      { differences: [said('Boss')] as never },
      { differences: [said('Boss'), said('Chief of Fleet')] as never },
    );
    const update = redactedEvent({ pk: 'p', sk: 's', row: JSON.stringify(event) }, (row, of) =>
      redact(row, schemaOf(of)),
    );

    expect(JSON.stringify(event)).toContain('Chief of Fleet');
    expect(JSON.stringify(update)).not.toContain('Chief of Fleet');
  });
});
