// What goes otherwise than planned: the intern, the collision, a merge and its undoing, a cancellation on day 3, a deal opened again.

import { goodAnswers, goodCall } from '../good-lead.ts';
import { type Line, Stage } from './stage.ts';

/** One case: what it is about, and the lines of the lead it is told of. */
export interface Chapter {
  readonly title: string;
  readonly lines: readonly Line[];
}

type Play = (stage: Stage) => Promise<readonly Line[]>;

const answers = {
  ...goodAnswers,
  timeline: { startWithinMonths: 3 },
  note: 'wants to start this year',
};
const opening = { amount: 90_000, currency: 'CNY', expectedCloseOn: '2026-12-18' };

function formOf(name: string, email: string, more: object = {}): object {
  return {
    form: 'contact',
    person: { name, email, title: 'Head of Operations' },
    company: { employees: 400, region: 'CN-SH', industry: 'logistics' },
    interest: { handRaise: 'demo', startWithinMonths: 3, message: `${name} asks` },
    consent: { privacyPolicy: '2026-01', email: true },
    touch: { utm: { source: 'baidu', medium: 'sem' } },
    ...more,
  };
}

/** From the form to the rep's acceptance, within an hour. */
async function handedOver(stage: Stage, form: object): Promise<{ leadId: string; repId: string }> {
  const leadId = await stage.submit(form);
  const fang = stage.as('sdr-fang', 'sdr');
  await stage.after('PT30M');
  await fang(`/v1/leads/${leadId}/take`);
  await fang(`/v1/leads/${leadId}/qualification`, answers);
  const { offerId, repId } = await stage.pendingOffer(leadId);
  await stage.after('PT30M');
  await stage.as(repId, 'rep')(`/v1/leads/${leadId}/activities`, goodCall);
  await stage.as(repId, 'rep')(`/v1/offers/${offerId}/accept`);
  return { leadId, repId };
}

async function opened(stage: Stage, form: object) {
  const { leadId, repId } = await handedOver(stage, form);
  const rep = stage.as(repId, 'rep');
  // Codec: the contract of api.md for this route.
  const { opportunityId } = (await rep(`/v1/leads/${leadId}/opportunity`, opening)) as {
    opportunityId: string;
  };
  return { leadId, repId, rep, opportunity: `/v1/opportunities/${opportunityId}` };
}

/** A4-4: a contact without authority does not sink a lead while others of the company are interested. */
const intern: Play = async (stage) => {
  const leadId = await stage.submit(
    formOf('Zhang Wei', 'zhang.wei@beta.example', {
      person: { name: 'Zhang Wei', email: 'zhang.wei@beta.example', title: 'Assistant' },
    }),
  );
  await stage.after('PT1H');
  await stage.as('sdr-fang', 'sdr')(`/v1/leads/${leadId}/take`);
  const found = { ...answers, authority: 'uses', role: 'user' };
  const path = `/v1/leads/${leadId}/qualification`;
  const { status } = await stage.try('sdr-fang', 'sdr', path, { body: found });
  if (status !== 422) throw new Error(`an intern alone passed BANT: ${status}`);
  await stage.after('P1D');
  await stage.submit(formOf('Chen Hong', 'chen.hong@beta.example'));
  await stage.as('sdr-fang', 'sdr')(path, found);
  return stage.timeline(leadId);
};

/** 4.8: what marketing brought cannot be re-labelled; ops look at both sides' evidence. */
const collision: Play = async (stage) => {
  const { leadId } = await handedOver(stage, formOf('Wu Jing', 'wu.jing@gamma.example'));
  await stage.after('P3D');
  const claim = {
    person: { name: 'Wu Jing', email: 'wu.jing@gamma.example' },
    contact: { kind: 'meeting', at: stage.now, note: 'met at a fair' },
  };
  const { status } = await stage.try('rep-zhou', 'rep', '/v1/self-sourced', { body: claim });
  if (status !== 409) throw new Error(`the claim was answered ${status}`);
  await stage.after('P1D');
  await stage.as('ops-sun', 'ops')(`/v1/leads/${leadId}/source-ruling`, {
    source: { class: 'MARKETING' },
    evidence: 'the form came three days before the meeting',
  });
  return stage.timeline(leadId);
};

/** 4.8: two journeys of one purchase become one, and ops may take that back for thirty days. */
const mergeAndUndo: Play = async (stage) => {
  const { leadId: first } = await handedOver(stage, formOf('Sun Mei', 'sun.mei@delta.example'));
  const second = await stage.submit(formOf('Ma Tao', 'ma.tao@delta-group.example'));
  await stage.after('P2D');
  await stage.as('ops-sun', 'ops')(`/v1/leads/${second}/merge`, { into: first });
  await stage.after('P5D');
  await stage.as('ops-sun', 'ops')(`/v1/leads/${second}/unmerge`, {});
  return stage.timeline(second);
};

/** 4.8: no credit for an opportunity that was not meant; a cause that ops accept brings it back. */
const cancelledOnDayThree: Play = async (stage) => {
  const { leadId, rep, opportunity } = await opened(
    stage,
    formOf('He Yan', 'he.yan@epsilon.example'),
  );
  await stage.after('P3D');
  await rep(`${opportunity}/cancel`, {});
  await stage.after('P1D');
  await rep(`${opportunity}/cancel`, { reason: 'CUSTOMER_STOPPED_PROJECT' });
  await stage.as('ops-sun', 'ops')(`${opportunity}/cancel-ruling`, {
    approve: true,
    note: 'the customer says so too',
  });
  await stage.after('P10D');
  return stage.timeline(leadId);
};

/** 4.3: a director opens a lost deal again; the stage log goes on. */
const reopened: Play = async (stage) => {
  const { leadId, rep, opportunity } = await opened(stage, formOf('Lu Na', 'lu.na@zeta.example'));
  await stage.after('P20D');
  await rep(`${opportunity}/lose`, { reason: 'NO_DECISION' });
  await stage.after('P30D');
  await stage.as('director-wang', 'director')(`${opportunity}/reopen`, {
    reason: 'they called us',
  });
  await stage.after('P9D');
  await rep(`${opportunity}/win`, { amount: 85_000 });
  return stage.timeline(leadId);
};

const chapters: Readonly<Record<string, Play>> = {
  'The intern: nobody of authority, but the company is interested': intern,
  'The collision: a rep claims what marketing brought': collision,
  'Merge and undo: two journeys of one purchase': mergeAndUndo,
  'Cancelled on day 3, and the cause comes later': cancelledOnDayThree,
  'Lost, and opened again': reopened,
};

/** Plays each case on a fresh company. */
export async function playEdgeCases(): Promise<readonly Chapter[]> {
  const told: Chapter[] = [];
  for (const [title, play] of Object.entries(chapters))
    told.push({ title, lines: await Stage.play(play) });
  return told;
}
