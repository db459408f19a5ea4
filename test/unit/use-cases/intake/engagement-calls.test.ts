// A stranger who types an address learns nothing by the time an answer takes: the store is asked the same things either way.

import { beforeEach, describe, expect, it } from 'vitest';
import { publicRoutes } from '../../../../functions/handlers/routes/public.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import { api } from '../../../../functions/platform/api.ts';
import type { Deps, Store } from '../../../../functions/ports.ts';
import { relayEvents } from '../../../../functions/use-cases/workflow/relay-events.ts';
import { relayLeftovers } from '../../../../functions/use-cases/workflow/relay-leftovers.ts';
import { goodForm } from '../../../../infra/tools/good-lead.ts';
import { ask } from '../../../support/api-event.ts';
import { freshDeps } from '../../../support/store.ts';

const known = { email: 'li.lei@acme.example', phone: '+8613800000000' };
const stranger = { email: 'no.body@away.example', phone: '+8613900000009' };
const LATER = Instant.parse('2026-09-15T00:00:00Z');

let deps: Deps;
/** What was asked of the store, by method, and how much a commit writes. */
let calls: string[];

function counted(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      return (...args: readonly unknown[]) => {
        const { changes = [], events = [], receipt } = Object(args[0]);
        calls.push(`${String(name)} ${changes.length} ${events.length} ${receipt !== undefined}`);
        return method.apply(target, args);
      };
    },
  });
}

beforeEach(async () => {
  calls = [];
  const fresh = await freshDeps();
  deps = { ...fresh, store: counted(fresh.store) };
  const body = goodForm({ person: { name: 'Li Lei', ...known } });
  await ask(api(publicRoutes)(deps), { route: 'POST /v1/submissions', body });
  await relayed();
});

/** All that was written goes out, as the stream would have it. */
async function relayed(): Promise<void> {
  for (const shard of [0, 1, 2, 3]) {
    const { items } = await deps.store.unrelayed(shard, { limit: 100 });
    await relayEvents(deps, items);
  }
}

function engage(person: object, more: object = {}, headers: Record<string, string> = {}) {
  calls = [];
  const body = { person, kind: 'download', ...more };
  return ask(api(publicRoutes)(deps), { route: 'POST /v1/engagements', body, headers });
}

describe('an engagement of an address', () => {
  it.each([
    ['e-mail', 'email', {}, {}],
    ['phone', 'phone', {}, {}],
    ['browser, too', 'email', { visitorId: 'v-1' }, {}],
    ['idempotency key', 'email', {}, { 'idempotency-key': 'k' }],
  ] as const)(
    'asks the store the same of somebody known and unknown, by %s',
    async (_what, by, more, headers) => {
      const one = await engage({ [by]: known[by], ...more }, {}, headers);
      const ofKnown = calls;
      const two = await engage(
        { [by]: stranger[by], ...more },
        {},
        { ...headers, ...(Object.keys(headers).length > 0 ? { 'idempotency-key': 'other' } : {}) },
      );

      expect(calls).toEqual(ofKnown);
      expect(calls.some((call) => call.startsWith('commit 1 1'))).toBe(true);
      expect([one.status, two.status]).toEqual([202, 202]);
      expect(one.body).toEqual(two.body);
    },
  );

  it('is told to the lead afterwards, and once, however often the relay comes', async () => {
    await engage({ email: known.email });
    const { items } = await deps.store.unrelayed(0, { limit: 100 });
    const others = await Promise.all(
      [1, 2, 3].map((shard) => deps.store.unrelayed(shard, { limit: 100 })),
    );
    const events = [...items, ...others.flatMap((page) => page.items)];

    await relayEvents(deps, events);
    await relayEvents(deps, events);

    const [lead] = (await deps.store.leadsIn('CAPTURED', { limit: 10 })).items;
    const touches = lead ? await deps.store.touchesOf(lead.leadId) : [];
    expect(touches.filter(({ kinds }) => kinds.includes('download'))).toHaveLength(1);
  });

  it('goes on where the relay stopped half-way, and counts once', async () => {
    await engage({ email: known.email });
    const { store } = deps;
    const stops = new Proxy(store, {
      get: (target, name, receiver) =>
        name === 'commit'
          ? async (commit: Parameters<Store['commit']>[0]) => {
              if (commit.changes[0]?.kind === 'heard') throw new Error('the relay is gone');
              await target.commit(commit);
            }
          : Reflect.get(target, name, receiver),
    });
    const pages = await Promise.all(
      [0, 1, 2, 3].map((shard) => store.unrelayed(shard, { limit: 100 })),
    );
    const events = pages.flatMap(({ items }) => items);

    const { errors } = await relayEvents({ ...deps, store: stops }, events);
    await relayLeftovers(deps, { at: LATER, shards: 4, mayGoOn: () => true });

    const [lead] = (await store.leadsIn('CAPTURED', { limit: 10 })).items;
    const touches = lead ? await store.touchesOf(lead.leadId) : [];
    expect(touches.filter(({ kinds }) => kinds.includes('download'))).toHaveLength(1);
    expect(await store.heard(String(Object(events[0]?.data).touchId))).toBeUndefined();
    expect(errors).toMatchObject([{ message: 'the relay is gone' }]);
  });

  it('of nobody we know leaves nothing of what it was', async () => {
    await engage({ email: stranger.email });
    const pages = await Promise.all(
      [0, 1, 2, 3].map((shard) => deps.store.unrelayed(shard, { limit: 100 })),
    );
    const [heard] = pages.flatMap(({ items }) => items);
    const { touchId } = Object(heard?.data);
    const before = await deps.store.heard(touchId);

    await relayed();

    expect(before?.keys).toHaveLength(1);
    expect(await deps.store.heard(touchId)).toBeUndefined();
    expect(JSON.stringify(heard)).not.toContain(before?.keys[0]?.hash);
    expect(heard?.by.sub).toBe('leadloop');
  });
});

describe('a form', () => {
  it('is answered the same for an address that we know, that we do not know, and that looks like spam', async () => {
    const names = [
      { name: 'Li Lei', ...known },
      { name: 'Nobody', ...stranger },
      { name: 'https://pills.example', email: 'pills@away.example' },
    ];

    const answers = [];
    for (const person of names) {
      const body = goodForm({ person, interest: { message: `from ${person.name}` } });
      answers.push(await ask(api(publicRoutes)(deps), { route: 'POST /v1/submissions', body }));
    }

    const said = answers.map(({ status, body }) => [status, Object.keys(Object(body))]);
    expect(said).toEqual(said.map(() => [202, ['submissionId', 'receivedAt']]));
  });
});
