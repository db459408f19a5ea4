// A release that counts otherwise must not add to what another counted: facts would be taken away that were never added.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { FiguresOutdated } from '../../../functions/leads/errors.ts';
import type { OpportunityId } from '../../../functions/leads/ids.ts';
import type { StoredEvent } from '../../../functions/ports.ts';
import { foldOn, nothingFolded } from '../../../functions/reports/difference.ts';
import { EDITION, tallyOf } from '../../../functions/reports/figures/figures.ts';
import { packed } from '../../../functions/reports/tally.ts';
import { projectScopes } from '../../../functions/use-cases/reporting/project-scopes.ts';
import { MemoryMetrics } from '../../../infra/local/memory/memory-metrics.ts';
import { bytesOf, changed, metricDeps, storyStore } from '../../support/metrics.ts';
import { acceptedLead } from './story.ts';

function life(): readonly StoredEvent[] {
  const opportunityId = 'lead_a-opp1' as OpportunityId;
  const worth = { opportunityId, amount: 8000, currency: 'CNY' };
  return acceptedLead('lead_a', '2026-09-14', { region: 'CN-SH', policyVersion: 3 })
    .tell('2026-09-20T10:00', 'OpportunityOpened', { ...worth, stage: 'QUALIFY' })
    .tell('2026-10-01T10:00', 'StageChanged', { ...worth, from: 'QUALIFY', to: 'CLOSE' })
    .tell('2026-10-09T10:00', 'Won', worth).events as readonly StoredEvent[];
}

it('who changes what a lead counts for raises the edition', () => {
  const { folded } = foldOn(nothingFolded, life(), 'Asia/Shanghai');
  const counts = createHash('sha256').update(packed(tallyOf(folded.fact, 'Asia/Shanghai')));

  expect({ EDITION, counts: counts.digest('hex').slice(0, 16) }).toEqual({
    EDITION: 1,
    counts: '705df21accd2cca7',
  });
});

it('figures of another edition take nothing and tell nothing until they are rebuilt', async () => {
  const metrics = new MemoryMetrics();
  const old = changed(metrics, {
    head: async () => {
      const head = await metrics.head();
      return head && { ...head, edition: undefined };
    },
  });
  const store = storyStore(life);
  await projectScopes(metricDeps(metrics, store), ['lead_a']);
  const before = await bytesOf(metrics, ['lead_a']);

  await expect(projectScopes(metricDeps(old, store), ['lead_a'])).rejects.toThrow(FiguresOutdated);
  expect(await bytesOf(metrics, ['lead_a'])).toEqual(before);
});
