// A workflow settles the leads that are its own.

import { expect, it } from 'vitest';
import { plus } from '../../../functions/leads/instant.ts';
import { system } from '../../../functions/ports.ts';
import { settleLead } from '../../../functions/use-cases/settle-lead.ts';
import { anOffer, anOfferedLead } from '../../support/handover-builders.ts';
import { NOW } from '../../support/routing-builders.ts';
import { freshDeps } from '../../support/store.ts';

it('the execution of a rest leaves a lead that works again to its journey, whatever is due there', async () => {
  const deps = await freshDeps();
  const lead = anOfferedLead(anOffer(1), { state: 'MQL', nudgeAt: NOW });
  await deps.store.commit({ changes: [{ kind: 'lead', after: lead }] });
  const late = system(plus(NOW, 'PT1H'), 'late');

  const left = await settleLead(deps, late, lead.leadId, 'NURTURE');
  const settled = await settleLead(deps, late, lead.leadId);

  expect(left).toMatchObject({ version: 1, nudges: 0 });
  expect(settled).toMatchObject({ version: 2, nudges: 1 });
});
