// The main paths of one lead, each in a company of its own, and the worst life that the rules allow by themselves.

import type { Counts } from './count.ts';
import { type Desk, type Offered, openDesk } from './desk.ts';

/** What a submission takes until it waits for its SDR. */
export const SUBMITTED = 'submitted, waits for its SDR';

const REFUSED = { reason: 'NO_BUDGET', note: 'no money this quarter', contacted: true };

type Walk = (desk: Desk, leadId: string) => Promise<void>;

const walks: Readonly<Record<string, Walk>> = {
  [SUBMITTED]: async () => {},
  'straight to acceptance': async (desk, leadId) => {
    await straight(desk, leadId);
  },
  'refused, rests': async (desk, leadId) => {
    await desk.take(leadId);
    await desk.handOver(leadId);
    await refuse(desk, leadId);
  },
  'one rep silent, the next accepts': async (desk, leadId) => {
    await desk.take(leadId);
    await desk.handOver(leadId);
    await desk.runtime.advance('P3D');
    await accept(desk, leadId);
  },
  'straight to a signed deal and a safe credit': async (desk, leadId) => {
    const offer = await straight(desk, leadId);
    await desk.runtime.advance('P5D');
    await win(desk, leadId, offer);
  },
};

/** What each path takes, by its name. */
export async function measurePaths(): Promise<ReadonlyMap<string, Counts>> {
  const measured = new Map<string, Counts>();
  for (const [name, walk] of Object.entries(walks)) measured.set(name, await measure(walk));
  return measured;
}

/** Three cycles in which the SDR is late, one rep is silent and the next refuses; then an opportunity that stalls for half a year. */
export async function measureWorst(): Promise<Counts> {
  return measure(async (desk, leadId) => {
    await desk.take(leadId);
    for (let cycle = 1; cycle < 3; cycle += 1) {
      await desk.runtime.advance('P7D');
      await desk.handOver(leadId);
      await silence(desk, leadId);
      await refuse(desk, leadId);
      await desk.runtime.advance('P100D');
    }
    await desk.handOver(leadId);
    const offer = await accept(desk, leadId);
    await desk.runtime.advance('P40D');
    await win(desk, leadId, offer, 'P180D');
  });
}

async function measure(walk: Walk): Promise<Counts> {
  const desk = await openDesk();
  try {
    await walk(desk, await desk.submit('walk'));
    await desk.runtime.settled();
    return desk.counter.counts();
  } finally {
    await desk.runtime.stop();
  }
}

async function straight(desk: Desk, leadId: string): Promise<Offered> {
  await desk.take(leadId);
  await desk.handOver(leadId);
  return accept(desk, leadId);
}

async function accept(desk: Desk, leadId: string): Promise<Offered> {
  const offer = await pending(desk, leadId);
  await desk.as(offer.repId, 'rep', 'POST', `/v1/offers/${offer.offerId}/accept`);
  return offer;
}

/** Until the next rep has the offer. */
async function silence(desk: Desk, leadId: string): Promise<void> {
  const { offerId } = await pending(desk, leadId);
  for (let day = 0; day < 14; day += 1) {
    await desk.runtime.advance('P1D');
    const next = await desk.offer(leadId);
    if (next && next.offerId !== offerId) return;
  }
}

async function refuse(desk: Desk, leadId: string): Promise<void> {
  const { offerId, repId } = await pending(desk, leadId);
  await desk.as(repId, 'rep', 'POST', `/v1/offers/${offerId}/reject`, REFUSED);
}

async function win(desk: Desk, leadId: string, { repId }: Offered, after = 'P15D'): Promise<void> {
  const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2029-12-31' };
  const path = `/v1/leads/${leadId}/opportunity`;
  // Codec: the contract of api.md for this route.
  const { opportunityId } = (await desk.as(repId, 'rep', 'POST', path, opening)) as {
    opportunityId: string;
  };
  await desk.runtime.advance(after);
  const deal = `/v1/opportunities/${opportunityId}`;
  await desk.as(repId, 'rep', 'PATCH', deal, { stage: 'PROPOSAL' });
  await desk.as(repId, 'rep', 'POST', `${deal}/win`, { amount: 7500 });
}

async function pending(desk: Desk, leadId: string): Promise<Offered> {
  const offer = await desk.offer(leadId);
  if (!offer)
    throw new Error(`${leadId} is ${await desk.state(leadId)} and has no offer to answer`);
  return offer;
}
