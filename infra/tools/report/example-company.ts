// The company whose reports stand as examples in docs/reports.md: the leads of a January, lived by made-up people and the product's own
// rules, and the deals that come of them until summer; the same each time.

import {
  type Instant,
  instantOf,
  millisOf,
  millisOfDuration,
  plus,
} from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import type { Runtime } from '../../local/runtime.ts';
import { chanceOf, oneAt, wholeAt } from '../replay/chance.ts';
import type { LeadRow } from '../replay/read-leads.ts';
import { replay } from '../replay/replay.ts';
import { allLeads } from '../replay/stored-leads.ts';

const LEADS = 160;
const START = '2026-01-05T01:00:00.000Z' as Instant;
const MONTH = 'P30D';
/** Whoever is answered is by then; none of the windows for an opportunity has run out yet. */
const ANSWERED = plus(START, 'P42D');
const STEP = 'P5D';
const STEPS = 24;
const ORIGINS = ['organic_search', 'paid_search', 'social', 'referral', 'paid_search', 'partner'];
const PAGES = ['pricing', 'guide-to-lead-routing', 'webinar', 'home'];
const STAGES = ['DEMONSTRATION', 'PROPOSAL', 'CLOSE'];

const SPEND = [
  'month,channel,campaign,amount,currency',
  '2026-01,digitalMedia,,42000,CNY',
  '2026-01,channelEcosystem,,6000,CNY',
].join('\n');

const chance = chanceOf('the example company');

function rows(): readonly LeadRow[] {
  const step = millisOfDuration(MONTH) / LEADS;
  return Array.from({ length: LEADS }, (_, index) => ({
    id: `example-${index}`,
    at: instantOf(Math.round(millisOf(START) + index * step)),
    origin: ORIGINS[(index * 5) % ORIGINS.length] ?? 'social',
    landingPage: PAGES[(index * 3) % PAGES.length] ?? 'home',
  }));
}

/** Whoever calls stops the runtime. */
export async function exampleCompany(): Promise<Runtime> {
  const people = { seed: 'reports', model: 'answers', reps: 6, sdrs: 3 } as const;
  const { runtime, store } = await replay({ rows: rows(), people, until: ANSWERED, figures: true });
  for (let step = 0; step < STEPS; step += 1) {
    for await (const lead of allLeads(store, ['SQL', 'OPPORTUNITY']))
      await (lead.state === 'SQL' ? opened(runtime, lead) : carriedOn(runtime, lead, step));
    await runtime.advance(STEP);
  }
  const headers = { 'content-type': 'text/csv', 'idempotency-key': 'spend-of-january' };
  await must(runtime, 'POST', '/v1/spend', { as: ['ops-1', 'ops'], body: SPEND, headers });
  await runtime.caughtUp();
  return runtime;
}

/** Most leads that were accepted become an opportunity, some of them late. */
async function opened(runtime: Runtime, { leadId, ownerRepId, cycle }: Lead): Promise<void> {
  if (chance('opens', leadId, runtime.now) > 0.3 || chance('ever', leadId) < 0.2) return;
  const amount = wholeAt(chance('worth', leadId), 8, 120) * 1000;
  const days = wholeAt(chance('closes', leadId), 20, 110);
  const expectedCloseOn = plus(runtime.now, `P${days}D`).slice(0, 10);
  const headers = { 'idempotency-key': `${leadId}-${cycle}-opens` };
  await must(runtime, 'POST', `/v1/leads/${leadId}/opportunity`, {
    ...{ as: [String(ownerRepId), 'rep'], headers },
    body: { amount, currency: 'CNY', expectedCloseOn },
  });
}

/** A deal moves on, is won or lost, or waits. */
async function carriedOn(runtime: Runtime, lead: Lead, step: number): Promise<void> {
  const { leadId, opportunityId, ownerRepId } = lead;
  const path = `/v1/opportunities/${opportunityId}`;
  const as = [String(ownerRepId), 'rep'] as const;
  const headers = { 'idempotency-key': `${opportunityId}-${step}` };
  const drawn = chance('what', leadId, String(step));
  if (drawn < 0.07)
    await must(runtime, 'POST', `${path}/win`, {
      ...{
        as,
        headers,
        body: { amount: wholeAt(chance('worth', leadId), 8, 120) * 950, currency: 'CNY' },
      },
    });
  else if (drawn < 0.13)
    await must(runtime, 'POST', `${path}/lose`, {
      ...{
        as,
        headers,
        body: { reason: oneAt(chance('why', leadId), ['PRICE', 'NO_BUDGET', 'CHOSE_COMPETITOR']) },
      },
    });
  else if (drawn < 0.4)
    await must(runtime, 'PATCH', path, {
      ...{ as, headers },
      body: { stage: oneAt(chance('stage', leadId, String(step)), STAGES), nextStep: 'a visit' },
    });
}

interface Asking {
  readonly as: readonly [sub: string, group: 'rep' | 'ops'];
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

async function must(
  runtime: Runtime,
  method: string,
  path: string,
  { as: [sub, group], body, headers }: Asking,
): Promise<void> {
  const token = runtime.token(sub, [group]);
  const answer = await runtime.request(method, path, { token, body, headers });
  if (answer.status >= 300)
    throw new Error(
      `${method} ${path} was answered by ${answer.status} ${JSON.stringify(answer.body)}`,
    );
}
