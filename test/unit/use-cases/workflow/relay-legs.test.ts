// Each leg of an event by itself: what fails is kept, counted and tried again, and holds up nothing else (decision 0028).

import { beforeEach, describe, expect, it } from 'vitest';
import { SWEEP_SHARDS } from '../../../../functions/adapters/table/rows.ts';
import { leadIdOf } from '../../../../functions/leads/ids.ts';
import { type Instant, instantOf } from '../../../../functions/leads/instant.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import type { Bus, Deps, Executions, Notifier, StoredEvent } from '../../../../functions/ports.ts';
import { receiveSubmission } from '../../../../functions/use-cases/intake/receive-submission.ts';
import { sendMessage } from '../../../../functions/use-cases/send-message.ts';
import { relayEvents } from '../../../../functions/use-cases/workflow/relay-events.ts';
import { relayLeftovers } from '../../../../functions/use-cases/workflow/relay-leftovers.ts';
import { freshDeps } from '../../../support/store.ts';

const NOON = Date.UTC(2026, 8, 14, 12);
const minutesLater = (minutes: number) => instantOf(NOON + minutes * 60_000);

/** What the world was asked, and what it cannot do now. */
let asked: { published: string[]; told: string[]; started: string[]; starts: number };
let away: { bus: boolean; notifier: boolean; start: boolean; bad: (name: string) => boolean };
let deps: Deps;

/** As the SDK throws it. */
const throttled = Object.assign(new Error('slow down'), {
  name: 'ThrottlingException',
  $metadata: {},
});

beforeEach(async () => {
  asked = { published: [], told: [], started: [], starts: 0 };
  away = { bus: false, notifier: false, start: false, bad: () => false };
  const bus: Bus = {
    async publish(events) {
      if (away.bus) return { refused: new Map(events.map(({ id }) => [id, throttled])), cut: 0 };
      asked.published.push(...events.map(({ id }) => id));
      return { refused: new Map(), cut: 0 };
    },
  };
  const notifier: Notifier = {
    async send({ id }) {
      if (away.notifier) return { delivered: false };
      asked.told.push(id);
      return { delivered: true };
    },
  };
  const executions: Executions = {
    async start(_machine, name) {
      asked.starts += 1;
      if (away.start) throw throttled;
      if (away.bad(name)) throw new Error('no such name');
      asked.started.push(name);
    },
    wake: async () => {},
  };
  deps = await freshDeps({ bus, notifier, executions });
});

/** So many leads came in, each told to somebody; returns their events as the stream has them. */
async function written(count: number): Promise<readonly StoredEvent[]> {
  for (let n = 0; n < count; n += 1) {
    const scope = leadIdOf(minutesLater(0), `request-${n}`);
    const messages = ['one', 'other'].map((to) => ({
      id: `${scope}-${to}`,
      to,
      says: { name: 'callCustomerBack' } as const,
    }));
    await deps.store.commit({
      changes: [],
      scope,
      events: [
        {
          type: 'SubmissionReceived',
          data: {} as never,
          occurredAt: instantOf(NOON + n),
          by: { kind: 'system', sub: 'leadloop' },
          messages,
        },
      ],
    });
  }
  return unrelayed();
}

async function unrelayed() {
  const shards = Array.from({ length: SWEEP_SHARDS }, (_, shard) => shard);
  const pages = await Promise.all(
    shards.map((shard) => deps.store.unrelayed(shard, { limit: 1000 })),
  );
  return pages.flatMap(({ items }) => items);
}

const sweepAt = (minutes: number, mayGoOn = () => true, again = false) =>
  relayLeftovers(deps, { at: minutesLater(minutes), shards: SWEEP_SHARDS, mayGoOn, again });

/** The sweep comes each minute. */
async function sweepFrom(from: number, to: number): Promise<void> {
  for (let minute = from; minute < to; minute += 1) await sweepAt(minute);
}

describe('an event whose execution cannot be started', () => {
  it('is published and told once, however long Step Functions is away', async () => {
    away.start = true;
    const events = await written(3);
    await relayEvents(deps, events);
    await sweepFrom(1, 360);
    const posts = [asked.published.length, asked.told.length];

    away.start = false;
    await sweepFrom(360, 420);

    expect(posts).toEqual([3, 6]);
    expect([asked.published.length, asked.told.length]).toEqual([3, 6]);
    expect(asked.started).toHaveLength(3);
    expect(await unrelayed()).toEqual([]);
  });

  it('costs a sweep three calls, not one for each event that waits', async () => {
    away.start = true;
    await relayEvents(deps, await written(100));
    asked.starts = 0;

    await sweepAt(5);

    expect(asked.starts).toBe(3);
    expect(asked.published).toHaveLength(100);
  });

  it('for a reason of its own holds up none that came later', async () => {
    const events = await written(60);
    const bad = new Set(events.slice(0, 40).map(({ scope }) => `${scope}-c1`));
    away.bad = (name) => bad.has(name);

    const { failed } = await relayEvents(deps, events);

    expect(failed).toBe(40);
    expect(asked.started).toHaveLength(20);
    expect(asked.published).toHaveLength(60);
  });

  it('is tried ever more seldom, parked after a week, and tried again when people have looked', async () => {
    away.bad = () => true;
    await relayEvents(deps, await written(1));
    await sweepFrom(1, 60);
    const inTheFirstHour = asked.starts;
    for (let minute = 60; minute < 9 * 24 * 60; minute += 10) await sweepAt(minute);
    const atLast = asked.starts;

    const { parked } = await sweepAt(10 * 24 * 60);
    away.bad = () => false;
    const looked = await sweepAt(10 * 24 * 60 + 1, () => true, true);

    expect(inTheFirstHour).toBeLessThan(8);
    expect(atLast).toBe(350);
    expect(parked).toBe(1);
    expect([looked.relayed, looked.parked, asked.started.length]).toEqual([1, 0, 1]);
  });
});

describe('a message that was not delivered', () => {
  it('comes later, and what was delivered with it comes no second time', async () => {
    const [event] = await written(1);
    const fresh = deps.notifier;
    const half: Notifier = {
      send: async (message) =>
        message.to === 'other' ? { delivered: false } : fresh.send(message),
    };
    await relayEvents({ ...deps, notifier: half }, [event as StoredEvent]);

    await sweepFrom(1, 5);

    expect(asked.told).toEqual([`${event?.scope}-one`, `${event?.scope}-other`]);
    expect(asked.published).toHaveLength(1);
    expect(asked.started).toHaveLength(1);
  });

  it('comes within the hour after six hours without the notifier, once', async () => {
    away.notifier = true;
    await relayEvents(deps, await written(5));
    await sweepFrom(1, 360);
    away.notifier = false;

    await sweepFrom(360, 420);

    expect(asked.told).toHaveLength(10);
    expect(new Set(asked.told).size).toBe(10);
  });
});

describe('a message that a use case sends itself', () => {
  it('that was not taken makes it fail, so that it is done again: nobody takes it for told', async () => {
    away.notifier = true;
    const message = { id: 'm', to: 'group:ops', at: minutesLater(0), subject: 's', text: 't' };

    await expect(sendMessage(deps, message)).rejects.toThrow('the message m was not taken');
  });
});

describe('the bus', () => {
  it('that was away for six hours gets each event once within the hour; people and executions did not wait', async () => {
    away.bus = true;
    await relayEvents(deps, await written(30));
    const meanwhile = [asked.told.length, asked.started.length];
    await sweepFrom(1, 360);
    away.bus = false;

    await sweepFrom(360, 420);

    expect(meanwhile).toEqual([60, 30]);
    expect(asked.published).toHaveLength(30);
    expect([asked.told.length, asked.started.length]).toEqual([60, 30]);
  });
});

describe('the stream that comes late', () => {
  it('passes over what the sweep has taken over, so that nobody is told twice', async () => {
    const events = await written(30);
    await sweepAt(10);
    await relayEvents(deps, events);
    const byStream = asked.published.length;

    await sweepAt(11);
    await relayEvents(deps, events);

    expect(byStream).toBe(0);
    expect(asked.published).toHaveLength(30);
    expect(new Set(asked.published).size).toBe(30);
  });

  it('is left alone for two minutes', async () => {
    const events = await written(1);

    const { next } = await sweepAt(1);
    await relayEvents(deps, events);

    expect(next).toBe(minutesLater(2));
    expect(asked.published).toHaveLength(1);
  });

  it('answers what it had no time to begin, and notes what it began', async () => {
    const events = await written(25);
    let left = 20;
    const mayGoOn = () => {
      left -= 1;
      return left > 0;
    };

    const { unbegun } = await relayEvents(deps, events, { mayGoOn });
    await relayEvents(deps, events);
    const byStream = asked.started.length;
    await sweepFrom(1, 5);

    expect(unbegun.length).toBe(15);
    // What it began with and could not finish is the sweep's.
    expect(byStream).toBeLessThan(25);
    expect(asked.published).toHaveLength(25);
    expect(asked.told).toHaveLength(50);
    expect(asked.started).toHaveLength(25);
  });
});

describe('the sweep', () => {
  it('looks at its time before each leg, and the next one goes on', async () => {
    await written(40);
    await sweepAt(10);
    let left = 15;
    const mayGoOn = () => {
      left -= 1;
      return left > 0;
    };

    const { relayed } = await sweepAt(11, mayGoOn);
    const [started, told] = [asked.started.length, asked.told.length];
    await sweepFrom(12, 15);

    expect(relayed).toBeLessThan(15);
    expect(started).toBeLessThan(15);
    expect(told).toBeLessThan(30);
    expect(asked.published).toHaveLength(40);
    expect([asked.told.length, asked.started.length]).toEqual([80, 40]);
  });

  it('does not take an event for left that the index still has and that is out', async () => {
    const events = await written(3);
    await relayEvents(deps, events);
    const left = { publish: { tries: 1, next: minutesLater(1) } };
    const asItWas = events.map((event) => ({ ...event, left }));
    const behind = new Proxy(deps.store, {
      get: (target, name, receiver) =>
        name === 'unrelayed'
          ? async (shard: number | 'parked') => ({ items: shard === 0 ? asItWas : [] })
          : Reflect.get(target, name, receiver),
    });

    for (const minute of [10, 11])
      await relayLeftovers(
        { ...deps, store: behind },
        { at: minutesLater(minute), shards: SWEEP_SHARDS, mayGoOn: () => true },
      );

    expect(asked.published).toHaveLength(3);
    expect(await unrelayed()).toEqual([]);
  });
});

describe('news for leads that nobody can take', () => {
  const MANY = 60;

  /** So many of them, whose next look is tomorrow. */
  async function unrouted(): Promise<void> {
    for (let n = 0; n < MANY; n += 1) {
      const { submissionId } = await receiveSubmission(
        deps,
        {
          by: { kind: 'customer', sub: '192.0.2.1' },
          at: minutesLater(0),
          requestId: `request-${n}`,
        },
        {
          form: 'demo-request',
          person: { name: `Person ${n}`, email: `person@company${n}.example` },
          consent: { privacyPolicy: '2026-01', email: true },
        },
      );
      const { leadId } = (await deps.store.submission(submissionId)) ?? {};
      const before = leadId && (await deps.store.lead(leadId));
      if (!before) throw new Error('no lead');
      const tomorrow = minutesLater(24 * 60);
      const after = { ...before, state: 'UNROUTED', retryAt: tomorrow, nudgeAt: tomorrow } as Lead;
      await deps.store.commit({ changes: [{ kind: 'lead', before, after }] });
    }
    await relayEvents(deps, await unrelayed());
  }

  async function waiting(at: Instant): Promise<number> {
    const { items } = await deps.store.leadsIn('UNROUTED', { limit: 1000 });
    return items.filter((lead) => lead.state === 'UNROUTED' && lead.retryAt > at).length;
  }

  it('reaches the first of them at once and all in the next minute, in their rows, so that no lost wake loses it', async () => {
    await unrouted();
    const at = minutesLater(30);
    const by = { kind: 'ops', sub: 'ops-1' } as const;
    const news = { type: 'RosterPublished', data: {} as never, occurredAt: at, by } as const;
    await deps.store.commit({ changes: [], scope: 'roster_2026-09', events: [news] });

    await relayEvents(deps, await unrelayed());
    const afterTheStream = await waiting(at);
    await sweepAt(31);

    expect(afterTheStream).toBe(MANY - 25);
    expect(await waiting(at)).toBe(0);
    expect(await unrelayed()).toEqual([]);
  });
});
