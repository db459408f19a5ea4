// Six hours without each part: nobody lost, nobody told twice, nobody punished, all caught up within the hour of its return (4.8; decision 0028).

import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SWEEP_SHARDS } from '../../functions/adapters/table/rows.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
/** How often each event went onto the bus. */
let posts: Map<string, number>;

beforeEach(async () => {
  // What failed is logged each time.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  company = await openCompany({ tickEvery: 'PT1M' });
  posts = new Map();
  // Its way to the bus is known already: what is added counts only where it is looked up anew.
  company.runtime.clients.events.config.cacheMiddleware = false;
  company.runtime.clients.events.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { Entries = [] } = args.input as PutEventsCommandInput;
      for (const { Detail = '{}' } of Entries) {
        const { id } = JSON.parse(Detail).metadata;
        posts.set(id, (posts.get(id) ?? 0) + 1);
      }
      return answer;
    },
    { step: 'initialize' },
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await company.close();
});

const parts = {
  'Step Functions': (off: boolean) => {
    company.runtime.faults.stepFunctions = off ? 'off' : 'on';
  },
  EventBridge: (off: boolean) => {
    company.runtime.faults.bus = off ? 'off' : 'on';
  },
  'the notifier': (off: boolean) => company.failDelivery(off),
  'the stream': (off: boolean) => {
    company.runtime.faults.streams = off ? 'off' : 'on';
  },
  SQS: (off: boolean) => {
    company.runtime.faults.queues = off ? 'off' : 'on';
  },
} as const;

/** What goes on at a company while a part is away: forms come in, leads are taken, offered, answered. */
async function sixHours(): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for (let hour = 0; hour < 6; hour += 1) {
    const [one, other] = [await company.submit(), await company.submit()];
    await company.advance('PT20M');
    await company.handOver(await company.lead(other.leadId));
    await company.advance('PT40M');
    leads.push(one, other);
  }
  return Promise.all(leads.map(({ leadId }) => company.lead(leadId)));
}

async function left(): Promise<number> {
  const shards = Array.from({ length: SWEEP_SHARDS }, (_, shard) => shard);
  const pages = await Promise.all(
    ([...shards, 'parked'] as const).map((shard) =>
      company.store.unrelayed(shard, { limit: 1000 }),
    ),
  );
  return pages.flatMap(({ items }) => items).length;
}

describe.each(Object.entries(parts))('six hours without %s', (part, turn) => {
  it('lose nobody, tell nobody twice, and are made good within the hour', async () => {
    await turn(true);
    const leads = await sixHours();
    await turn(false);

    await company.advance('PT1H');

    const events = (await Promise.all(leads.map(({ leadId }) => company.events(leadId)))).flat();
    const messages = await company.runtime.outbox.messages();
    const asked = events.flatMap(({ messages: some = [] }) => some.map(({ id }) => id));
    const executions = await Promise.all(
      leads.map(({ leadId }) => company.runtime.executions.list(leadId)),
    );
    const offers = await Promise.all(leads.map(({ leadId }) => company.offers(leadId)));
    const now = await Promise.all(leads.map(({ leadId }) => company.lead(leadId)));
    console.log(
      JSON.stringify({
        ...{ without: part, leads: now.length, offers: offers.flat().length },
        ...{ events: events.length, published: events.filter(({ id }) => posts.has(id)).length },
        ...{ asked: asked.length, messages: messages.filter((one) => one.delivered).length },
        ...{ executions: executions.flat().length, left: await left() },
      }),
    );
    expect(now.map(({ state }) => state)).toEqual(Array(6).fill(['MQL', 'OFFERED']).flat());
    expect(events.filter(({ id }) => posts.get(id) !== 1)).toEqual([]);
    // A reminder of a contact that is missed by now is not worth sending.
    const isOver = (id: string) => id.includes('-contact-2');
    expect(messages.filter(({ delivered, id }) => !delivered && !isOver(id))).toEqual([]);
    const got = new Set(messages.map(({ id }) => id));
    expect(asked.filter((id) => !got.has(id))).toEqual([]);
    expect(executions.filter((some) => some.length === 0)).toEqual([]);
    expect(executions.flat().map(({ status }) => status)).not.toContain('FAILED');
    expect(offers.flat().map(({ repId }) => repId)).toHaveLength(6);
    expect(events.map(({ type }) => type)).not.toContain('MissRecorded');
    expect(await left()).toBe(0);
  });
});

it('sends no message about an offer that was settled while it could not be sent', async () => {
  await company.failDelivery(true);
  const { leadId } = await company.handOver();
  const offer = await company.offer(leadId);
  await company.must(company.accept(offer));
  await company.failDelivery(false);

  await company.advance('PT1H');

  const messages = await company.runtime.outbox.messages();
  const made = messages.find(({ id }) => id === `${offer.offerId}-made`);
  expect(made?.delivered).toBe(false);
  expect(await left()).toBe(0);
});

describe('six hours without DynamoDB', () => {
  const HOURS = 6;

  /** What strangers send in an hour; each is answered as if all were well. */
  async function sent(hour: number): Promise<readonly string[]> {
    const named = (kind: string) => ({
      name: `${kind} ${hour}`,
      email: `a@${kind}${hour}.example`,
    });
    const submit = (body: unknown, headers: Record<string, string> = {}) =>
      company.must(company.runtime.request('POST', '/v1/submissions', { body, headers }));
    const script = await submit(goodForm({ person: named('script') }));
    const { name, email } = named('page');
    const page = await submit(
      new URLSearchParams({
        ...{ form: 'contact', 'consent.privacyPolicy': '1', 'interest.handRaise': 'demo' },
        ...{ 'person.name': name, 'person.email': email },
      }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    await company.must(
      company.runtime.request('POST', '/v1/engagements', {
        body: { person: { email: named('script').email }, kind: 'webinar' },
      }),
    );
    return [script, page].map(({ body }) => (body as { submissionId: string }).submissionId);
  }

  it('lose nobody, tell nobody twice, punish nobody, and are made good within the hour', async () => {
    // One offer that runs out meanwhile, one lead that its SDR should have called meanwhile.
    const offered = await company.handOver();
    const { expireAt } = await company.offer(offered.leadId);
    await company.advanceTo(new Date(Date.parse(expireAt) - 3 * 3_600_000).toISOString());
    const waiting = await company.submit();
    company.runtime.faults.tables = 'off';
    const promised: string[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      promised.push(...(await sent(hour)));
      await company.advance('PT1H');
    }
    const { body: held } = await company.must(company.ops.get('/v1/buffer'));
    company.runtime.faults.tables = 'on';

    await company.advance('PT1H');

    const stored = await Promise.all(promised.map((id) => company.store.submission(id)));
    const ids = stored.map((row) => row?.leadId ?? '');
    const leads = await Promise.all(ids.map((id) => company.lead(id)));
    const all = [...ids, offered.leadId, waiting.leadId];
    const events = (await Promise.all(all.map((id) => company.events(id)))).flat();
    const messages = await company.runtime.outbox.messages();
    const asked = events.flatMap(({ messages: some = [] }) => some.map(({ id }) => id));
    const got = messages.filter(({ delivered }) => delivered).map(({ id }) => id);
    const touches = (
      await Promise.all(leads.map(({ leadId }) => company.store.touchesOf(leadId)))
    ).flat();
    const { body: after } = await company.must(company.ops.get('/v1/buffer'));
    console.log(
      JSON.stringify({
        sent: promised.length,
        held,
        leads: new Set(ids).size,
        messages: got.length,
        after,
      }),
    );
    expect(new Set(ids).size).toBe(2 * HOURS);
    expect(leads.map(({ state }) => state)).toEqual(Array(2 * HOURS).fill('MQL'));
    expect(leads.map(({ openedAt }) => openedAt)).toEqual(stored.map((row) => row?.receivedAt));
    expect(touches.filter(({ kinds }) => kinds.includes('webinar'))).toHaveLength(HOURS);
    expect(held).toMatchObject({ waiting: 3 * HOURS });
    expect(after).toEqual({ waiting: 0, putAside: 0 });
    expect(asked.filter((id) => !got.includes(id))).toEqual([]);
    expect(new Set(got).size).toBe(got.length);
    expect(events.filter(({ id }) => posts.get(id) !== 1)).toEqual([]);
    expect(events.map(({ type }) => type)).not.toContain('MissRecorded');
    expect(await left()).toBe(0);
  });
});

describe('six hours without the function Intake', () => {
  it('lose nobody whose page keeps what he sent: each is one lead, however often it was tried', async () => {
    const { href } = new URL('../../web/keep-form.js', import.meta.url);
    const { keeper } = await import(href);
    const kept = new Map<string, string>();
    const told: string[] = [];
    const tried = { count: 0 };
    const page = keeper({
      storage: {
        getItem: (place: string) => kept.get(place) ?? null,
        setItem: (place: string, text: string) => kept.set(place, text),
      },
      ask: async (
        path: string,
        { headers, body }: { headers: Record<string, string>; body: string },
      ) => {
        tried.count += 1;
        const { status } = await company.runtime.request('POST', path, { headers, body });
        return new Response('{}', { status });
      },
      now: () => Date.parse(company.now),
      later: () => {},
      chance: () => 0.5,
      say: (key: string, what: string) => told.push(`${key} ${what}`),
    });
    company.runtime.faults.away = new Set(['Intake']);
    for (let hour = 0; hour < 6; hour += 1) {
      const email = `a@visitor${hour}.example`;
      const form = { form: 'contact', 'consent.privacyPolicy': '1', 'person.email': email };
      await page.send('/v1/submissions', new URLSearchParams(form).toString(), { key: `k${hour}` });
      for (let tens = 0; tens < 6; tens += 1) {
        await company.advance('PT10M');
        await page.wake();
      }
    }
    company.runtime.faults.away = new Set();

    await company.advance('PT10M');
    await page.wake();
    await company.runtime.settled();

    const { items } = await company.store.leadsIn('MAL', { limit: 100 });
    console.log(JSON.stringify({ sent: 6, tried: tried.count, leads: items.length }));
    expect(told.filter((one) => one.endsWith('taken'))).toHaveLength(6);
    expect(told.filter((one) => one.endsWith('refused') || one.endsWith('lost'))).toEqual([]);
    expect(items).toHaveLength(6);
    expect(kept.get('leadloop.forms')).toBe('[]');
  });
});
