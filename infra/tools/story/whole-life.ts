// A whole life: a web form, a refusal, ninety days of rest, a second rep, an opportunity, a safe credit and a signed deal.

import { goodAnswers, goodCall } from '../good-lead.ts';
import { type Line, Stage } from './stage.ts';

const form = {
  form: 'demo-request',
  person: {
    name: 'Li Lei',
    email: 'li.lei@acme.example',
    phone: '+8613800000000',
    title: 'IT Director',
  },
  company: {
    name: 'Acme',
    website: 'acme.example',
    industry: 'manufacturing',
    employees: 500,
    region: 'CN-SH',
  },
  interest: {
    handRaise: 'demo',
    startWithinMonths: 2,
    message: 'We would like to see it at work.',
  },
  consent: { privacyPolicy: '2026-01', email: true, phone: true },
  touch: { utm: { source: 'baidu', medium: 'sem', campaign: 'plan-a' } },
};

const answers = { ...goodAnswers, budget: 'planned', note: 'wants to replace two tools' };

/** Plays the worked example of the README and returns its lines. */
export function playStory(): Promise<readonly Line[]> {
  return Stage.play(wholeLife);
}

async function wholeLife(stage: Stage): Promise<readonly Line[]> {
  const leadId = await stage.submit(form);
  const fang = stage.as('sdr-fang', 'sdr');

  await stage.at('2026-09-14T02:00:00.000Z');
  await fang(`/v1/leads/${leadId}/take`);
  await fang(`/v1/leads/${leadId}/activities`, { ...goodCall, note: 'spoke with Li Lei' });
  await fang(`/v1/leads/${leadId}/qualification`, answers);

  const first = await stage.pendingOffer(leadId);
  await stage.at('2026-09-14T05:40:00.000Z');
  await stage.as(first.repId, 'rep')(`/v1/leads/${leadId}/activities`, {
    ...goodCall,
    note: 'budget is frozen',
  });
  await stage.at('2026-09-15T06:00:00.000Z');
  await stage.as(first.repId, 'rep')(`/v1/offers/${first.offerId}/reject`, {
    reason: 'NO_BUDGET',
    note: 'frozen until the new year',
    contacted: true,
  });

  // Ninety days of rest pass; ops publish the rosters of the months on the way.
  for (const month of ['2026-11', '2026-12', '2027-01']) await stage.publishRoster(month);
  await stage.at('2026-12-14T06:00:00.000Z');
  await stage.at('2026-12-15T02:00:00.000Z');
  await fang(`/v1/leads/${leadId}/activities`, { ...goodCall, note: 'the budget is there' });
  await fang(`/v1/leads/${leadId}/qualification`, {
    ...answers,
    budget: 'approved',
    note: 'budget approved for January',
  });

  const second = await stage.pendingOffer(leadId);
  await stage.at('2026-12-15T03:15:00.000Z');
  await stage.as(second.repId, 'rep')(`/v1/leads/${leadId}/activities`, {
    ...goodCall,
    note: 'demo on Thursday',
  });
  await stage.at('2026-12-16T01:10:00.000Z');
  const owner = stage.as(second.repId, 'rep');
  await owner(`/v1/offers/${second.offerId}/accept`);

  await stage.at('2026-12-21T06:30:00.000Z');
  const { opportunityId } = (await owner(`/v1/leads/${leadId}/opportunity`, {
    amount: 320_000,
    currency: 'CNY',
    expectedCloseOn: '2027-02-26',
  })) as { opportunityId: string };
  const write = (update: object) =>
    stage.as(second.repId, 'rep', 'PATCH')(`/v1/opportunities/${opportunityId}`, update);
  await stage.at('2027-01-04T02:00:00.000Z');
  await write({
    stage: 'DEMONSTRATION',
    notes: { projectTrigger: 'two tools are to be replaced', projectCycle: 'live by May' },
  });
  await stage.at('2027-01-12T07:00:00.000Z');
  await write({
    stage: 'PROPOSAL',
    notes: { competitors: 'one, dearer', commercialState: 'offer sent', progress: 'IT agrees' },
  });
  await stage.at('2027-02-01T08:00:00.000Z');
  await write({ stage: 'CLOSE', nextStep: 'signature after the board meeting' });
  await stage.at('2027-02-10T03:00:00.000Z');
  await owner(`/v1/opportunities/${opportunityId}/win`, { amount: 300_000 });

  return stage.timeline(leadId);
}
