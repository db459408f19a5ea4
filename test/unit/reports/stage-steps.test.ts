import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../functions/ports.ts';
import { type Fact, foldFact } from '../../../functions/reports/facts/fact.ts';
import { acceptedLead } from './story.ts';

function stagesOf(events: readonly StoredEvent[], of: number): readonly string[] {
  const fact = events.reduce<Fact | undefined>(
    (before, event) => foldFact(before, event),
    undefined,
  );
  if (fact?.kind !== 'lead') throw new Error('no lead');
  return fact.entries.filter(({ cycle }) => cycle === of).map(({ stage }) => stage);
}

describe('a lead that comes round again', () => {
  const lead = acceptedLead('lead_1', '2026-09-14');

  it('as an MQL is no MAL a second time', () => {
    const { events } = lead.tell('2026-12-14T09:00', 'Requalified', {}, { cycle: 2 });

    expect(stagesOf(events, 1)).toEqual(['MAL', 'MQL', 'READY', 'OFFERED', 'SAL']);
    expect(stagesOf(events, 2)).toEqual(['MQL']);
  });

  it('and is handed over has been an MQL', () => {
    const { events } = lead.tell('2026-12-15T09:00', 'QualifiedBySdr', {}, { cycle: 3 });

    expect(stagesOf(events, 3)).toEqual(['MQL', 'READY']);
  });
});
