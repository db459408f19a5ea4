// What people try to get around the contract with (4.12, 16): to rule in their own matter, or to work on what is another's.

import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { leadAt, note, offerAt, type World } from './acting.ts';
import type { CommandOf } from './commands.ts';

const reason = 'my own';

interface Call {
  readonly as: 'director' | 'ops';
  readonly path: string;
  readonly body: object;
}

interface Matter {
  readonly lead: Lead;
  readonly offer: Offer;
  /** Who acts, in a group that is not his own. */
  readonly sub: string;
}

/** The rulings that no rep and no SDR of the lead may make, whatever other groups he is in. */
const rulings: Readonly<Record<CommandOf<'ruleOnOneself'>['what'], (matter: Matter) => Call>> = {
  annul: ({ offer: { repId, offerId } }) =>
    byDirector(`/v1/reps/${repId}/strikes/${offerId}/annul`, { reason }),
  assign: ({ lead: { leadId }, offer: { repId } }) =>
    byDirector(`/v1/leads/${leadId}/assign`, { repId, reason, liftExclusion: true }),
  window: ({ lead: { leadId } }) => {
    const body = { until: '2027-12-01T00:00:00Z', reason };
    return byDirector(`/v1/leads/${leadId}/window-extension`, body);
  },
  ruling: ({ offer: { offerId } }) =>
    byDirector(`/v1/disputes/${offerId}-dispute/ruling`, { outcome: 'upheld', note: reason }),
  sendBack: ({ lead: { leadId } }) =>
    byDirector(`/v1/leads/${leadId}/send-back`, { verdict: 'nurture', reason }),
  extraCycle: ({ lead: { leadId } }) =>
    byDirector(`/v1/leads/${leadId}/extra-cycle`, { approve: true, reason }),
  reopen: ({ lead }) => byDirector(`${opportunityOf(lead)}/reopen`, { reason }),
  ownerIsMe: ({ lead, sub }) => byDirector(`${opportunityOf(lead)}/owner`, { repId: sub, reason }),
  handOver: ({ lead: { leadId }, sub }) =>
    byDirector(`/v1/leads/${leadId}/hand-over`, { sdrId: sub, reason }),
  cancelRuling: ({ lead }) => ({
    as: 'ops',
    path: `${opportunityOf(lead)}/cancel-ruling`,
    body: { approve: true, note: reason },
  }),
  sourceRuling: ({ lead: { leadId } }) => ({
    as: 'ops',
    path: `/v1/leads/${leadId}/source-ruling`,
    body: { source: { class: 'PARTNER' }, evidence: reason },
  }),
};

function byDirector(path: string, body: object): Call {
  return { as: 'director', path, body };
}

function opportunityOf({ leadId, opportunityId }: Lead): string {
  return `/v1/opportunities/${opportunityId ?? `${leadId}-p1`}`;
}

/** Somebody whose lead it is rules on it in another group. Whoever is a party all the while must not succeed. */
export async function ruleOnOneself(
  world: World,
  { lead: n, what, who }: CommandOf<'ruleOnOneself'>,
): Promise<void> {
  const [lead, offer] = await Promise.all([leadAt(world, n), offerAt(world, n)]);
  const sub = lead && partyTo(lead, who);
  if (!lead || !offer || !sub) return;
  const { as, path, body } = rulings[what]({ lead, offer, sub });
  const { status } = await note(world, path, world.company.as(sub, as).post(path, body));
  const after = await leadAt(world, n);
  if (status < 300 && after && partyTo(after, who) === sub)
    world.odd.push(`16: ${sub} ruled on himself by ${path}`);
}

function partyTo({ sdrId, ownerRepId, offeredTo }: Lead, who: 'rep' | 'sdr'): string | undefined {
  return who === 'sdr' ? sdrId : (ownerRepId ?? offeredTo);
}

type Work = readonly ['POST' | 'PUT' | 'PATCH', string, object];

const work: Readonly<
  Record<CommandOf<'otherSdr'>['what'], (lead: Lead, offer: Offer | undefined) => Work>
> = {
  take: ({ leadId }) => ['POST', `/v1/leads/${leadId}/take`, {}],
  call: ({ leadId }) => ['POST', `/v1/leads/${leadId}/activities`, goodCall],
  qualify: ({ leadId }) => ['POST', `/v1/leads/${leadId}/qualification`, goodAnswers],
  correct: ({ leadId }) => ['PUT', `/v1/leads/${leadId}/contact`, { email: 'my@own.example' }],
  facts: ({ leadId }) => ['PATCH', `/v1/leads/${leadId}`, { region: 'CN-GD', employees: 7 }],
  recall: (_, offer) => [
    'POST',
    `/v1/offers/${offer?.offerId}/withdraw`,
    { reason: 'CUSTOMER_CALLED' },
  ],
  nudge: (_, offer) => ['POST', `/v1/offers/${offer?.offerId}/nudge`, {}],
  dispute: (_, offer) => ['POST', `/v1/offers/${offer?.offerId}/dispute`, { note: 'no' }],
};

/** An SDR works on what is another's: only what is nobody's, or waits for anybody, may he take. */
export async function otherSdr(
  world: World,
  { lead: n, what }: CommandOf<'otherSdr'>,
): Promise<void> {
  const [lead, offer] = await Promise.all([leadAt(world, n), offerAt(world, n)]);
  if (!lead) return;
  const sub = lead.sdrId === 'sdr-2' ? 'sdr-1' : 'sdr-2';
  const [method, path, body] = work[what](lead, offer);
  const token = world.company.runtime.token(sub, ['sdr']);
  const answer = world.company.runtime.request(method, path, { token, body });
  const { status } = await note(world, path, answer);
  const after = await leadAt(world, n);
  if (what !== 'take' && status < 300 && lead.sdrId && after?.sdrId === lead.sdrId)
    world.odd.push(`16: ${sub} worked on a lead of ${lead.sdrId} by ${path}`);
}
