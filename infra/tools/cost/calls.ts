// Each call of DynamoDB that a lead makes on two paths, with what it asks for: by functions that know the company already, and alone, so
// that nothing is shared with a lead beside it (decision 0035).

import { goodAnswers, goodCall } from '../good-lead.ts';
import type { Call } from './count.ts';
import { type Desk, type Offered, openDesk } from './desk.ts';

/** Who sweeps and who makes figures works for all leads at once: cost/standing.ts and cost/bill.ts have them. */
const NOT_A_LEADS: ReadonlySet<string> = new Set(['Sweep', 'ProjectMetrics']);

/** A call, and the step of the path that led to it. */
export interface Told extends Call {
  readonly step: string;
}

type Steps = (step: string, act: () => Promise<unknown>) => Promise<void>;

const paths: Readonly<Record<string, (desk: Desk, name: string, steps: Steps) => Promise<void>>> = {
  'from the form straight to acceptance': async (desk, name, steps) => {
    const leadId = await begin(desk, name, steps);
    await accept(desk, leadId, steps);
  },
  'a whole life: refused, accepted in a second cycle, won, its credit safe': async (
    desk,
    name,
    steps,
  ) => {
    const leadId = await begin(desk, name, steps);
    const { offerId, repId } = await offered(desk, leadId);
    const refusal = { reason: 'UNREACHABLE', note: 'nobody answers', contacted: true };
    await steps('reject', () =>
      desk.as(repId, 'rep', 'POST', `/v1/offers/${offerId}/reject`, refusal),
    );
    await steps('10 days', () => desk.runtime.advance('P10D'));
    const sdr = (what: string, body: object) =>
      desk.as('sdr-fang', 'sdr', 'POST', `/v1/leads/${leadId}/${what}`, body);
    await steps('call', () => sdr('activities', goodCall));
    await steps('qualify', () => sdr('qualification', goodAnswers));
    const owner = await accept(desk, leadId, steps);
    await sell(desk, leadId, owner, steps);
    await steps('14 days', () => desk.runtime.advance('P14D'));
  },
};

/** The calls of each path, by its name. */
export async function measureCalls(): Promise<ReadonlyMap<string, readonly Told[]>> {
  const measured = new Map<string, readonly Told[]>();
  for (const [name, walk] of Object.entries(paths)) {
    const desk = await openDesk();
    // The first lead founds the pool, of which the second still hears.
    for (const name of ['first', 'second'])
      await walk(desk, name, async (_, act) => void (await act()));
    await desk.runtime.settled();
    const told: Told[] = [];
    await walk(desk, 'third', async (step, act) => {
      const before = desk.counter.calls().length;
      await act();
      await desk.runtime.settled();
      const made = desk.counter.calls().slice(before);
      told.push(
        ...made.filter((one) => !NOT_A_LEADS.has(one.function)).map((one) => ({ step, ...one })),
      );
    });
    measured.set(name, told);
    await desk.runtime.stop();
  }
  return measured;
}

async function begin(desk: Desk, name: string, steps: Steps): Promise<string> {
  let submissionId = '';
  await steps('form', async () => {
    submissionId = await desk.send(name);
  });
  const leadId = await desk.leadOf(submissionId);
  await steps('take', () => desk.take(leadId));
  const path = `/v1/leads/${leadId}/qualification`;
  await steps('qualify', () => desk.as('sdr-fang', 'sdr', 'POST', path, goodAnswers));
  return leadId;
}

async function accept(desk: Desk, leadId: string, steps: Steps): Promise<string> {
  const { offerId, repId } = await offered(desk, leadId);
  await steps('accept', () => desk.as(repId, 'rep', 'POST', `/v1/offers/${offerId}/accept`));
  return repId;
}

async function sell(desk: Desk, leadId: string, repId: string, steps: Steps): Promise<void> {
  const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2029-12-31' };
  let deal = '';
  await steps('open', async () => {
    const path = `/v1/leads/${leadId}/opportunity`;
    const opened = await desk.as(repId, 'rep', 'POST', path, opening);
    // Codec: the contract of api.md for this route.
    deal = `/v1/opportunities/${(opened as { opportunityId: string }).opportunityId}`;
  });
  const progress = { stage: 'PROPOSAL', notes: { progress: 'well' } };
  await steps('write', () => desk.as(repId, 'rep', 'PATCH', deal, progress));
  await steps('win', () => desk.as(repId, 'rep', 'POST', `${deal}/win`, { amount: 7500 }));
}

async function offered(desk: Desk, leadId: string): Promise<Offered> {
  const offer = await desk.offer(leadId);
  if (!offer) throw new Error(`${leadId} is ${await desk.state(leadId)} and has no offer`);
  return offer;
}

/** Of what rows a call is, by the names in their keys: `lead`, `desk rep`, `index listed`. */
export function askedOf({ operation, body }: Call): string {
  const { IndexName: index, ExpressionAttributeValues: values = {} } = body as Query;
  if (operation === 'Query') {
    const asked = Object.values(values).map(({ S = '' }) => S);
    return `${index ? `index ${index}: ` : ''}list of ${kindOf(asked[1] ?? asked[0] ?? '')}`;
  }
  const kinds = [...JSON.stringify(body).matchAll(/"sk":\{"S":"([^"]*)"/g)].map(([, sk = '']) =>
    kindOf(sk),
  );
  const counted = Map.groupBy(kinds, (kind) => kind);
  return [...counted]
    .map(([kind, some]) => (some.length > 1 ? `${some.length} × ${kind}` : kind))
    .join(', ');
}

interface Query {
  readonly IndexName?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
}

/** `$desk_1#kind_rep#id_rep-liu` is of a rep. */
function kindOf(sort: string): string {
  const [, entity = '', kind] = /^\$(\w+?)_1(?:#kind_(\w+?)(?:#|$))?/.exec(sort) ?? [];
  return kind ? `${entity} ${kind}` : entity;
}
