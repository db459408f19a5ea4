import { expect, it } from 'vitest';
import { OpportunityPolicy } from '../../../../functions/leads/opportunity/opportunity-policy.ts';

it('takes the stage called POC for a trial in a policy that was stored before trials had a mark', () => {
  const stages = [
    { stage: 'QUALIFY', probability: 0.25 },
    { stage: 'POC', probability: 0.5 },
  ];

  const { presets } = OpportunityPolicy.parse({ preset: 'ours', presets: { ours: stages } });

  expect(presets.ours?.map(({ trial }) => trial)).toEqual([undefined, true]);
});
