import { expect, it } from 'vitest';
import { SWEEP_SHARDS, shardOf } from '../../../../functions/adapters/table/rows.ts';
import { leadIdOf } from '../../../../functions/leads/ids.ts';
import { type Instant, instantOf } from '../../../../functions/leads/instant.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import type { Deps } from '../../../../functions/ports.ts';
import { receiveSubmission } from '../../../../functions/use-cases/intake/receive-submission.ts';
import { RowsNotSettled, sweep } from '../../../../functions/use-cases/workflow/sweep.ts';
import { freshDeps } from '../../../support/store.ts';

const NOON = Date.UTC(2026, 8, 14, 12);
const noon = instantOf(NOON);

const minutesLater = (minutes: number): Instant => instantOf(NOON + minutes * 60_000);
const sweepAt = (deps: Deps, at: Instant) => sweep(deps, { at, shards: SWEEP_SHARDS });

/** More than a page of one shard. */
const MANY = 30;

/** Requests whose leads all lie in the first shard. */
const requests = Array.from({ length: 1000 }, (_, n) => `request-${n}`).filter(
  (requestId) => shardOf(leadIdOf(noon, requestId)) === 0,
);

/** People who ask for a demo while neither stream nor Step Functions comes. Returns their leads. */
async function askedUnheard(deps: Deps, people: number): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for (const [n, requestId] of requests.slice(0, people).entries()) {
    const by = { kind: 'customer', sub: '192.0.2.1' } as const;
    const received = await receiveSubmission(
      deps,
      { by, at: noon, requestId },
      {
        form: 'demo-request',
        person: { name: `Person ${n}`, email: `person@company${n}.example` },
        interest: { handRaise: 'demo' },
        consent: { privacyPolicy: '2026-01', email: true },
      },
    );
    const { leadId = '' } = (await deps.store.submission(received.submissionId)) ?? {};
    const lead = await deps.store.lead(leadId as Lead['leadId']);
    if (lead) leads.push(lead);
  }
  return leads;
}

it('settles all that an outage left behind, however much it is, takes its events over and relays them in the next minute', async () => {
  const started: string[] = [];
  const executions = {
    start: async (_machine: string, name: string) => {
      started.push(name);
    },
    wake: async () => {},
  };
  const deps = await freshDeps({ executions });
  const leads = await askedUnheard(deps, MANY);

  const { settled, lagSeconds } = await sweepAt(deps, minutesLater(60));
  const { events, unrelayed } = await sweepAt(deps, minutesLater(61));

  const states = await Promise.all(
    leads.map(async ({ leadId }) => (await deps.store.lead(leadId))?.state),
  );
  expect(new Set(states)).toEqual(new Set(['MQL']));
  expect(new Set(started).size).toBe(MANY);
  expect({ settled, lagSeconds }).toEqual({ settled: MANY, lagSeconds: 3600 });
  expect(events).toBe(MANY);
  expect(unrelayed).toBe(0);
});

it('stops at the row where its time is over, and still takes events over; the next one goes on', async () => {
  const deps = await freshDeps();
  await askedUnheard(deps, MANY);
  let rows = 7;
  const mayGoOn = () => {
    rows -= 1;
    return rows >= 0;
  };

  const first = await sweep(deps, { at: minutesLater(60), shards: SWEEP_SHARDS, mayGoOn });
  const second = await sweepAt(deps, minutesLater(61));

  expect([first.settled, second.settled]).toEqual([7, MANY - 7]);
  expect([first.events, second.events > 0]).toEqual([0, true]);
});

it('a row that cannot be read stops no other, and is named', async () => {
  const deps = await freshDeps();
  const [broken, ...others] = await askedUnheard(deps, 12);
  if (!broken) throw new Error('no lead');
  const after = { ...broken, state: 'NONSENSE' } as unknown as Lead;
  await deps.store.commit({ changes: [{ kind: 'lead', before: broken, after }] });

  const sweeping = sweepAt(deps, minutesLater(60));

  await expect(sweeping).rejects.toThrow(`lead ${broken.leadId} could not be settled`);
  await expect(sweeping).rejects.toBeInstanceOf(RowsNotSettled);
  const states = await Promise.all(
    others.map(async ({ leadId }) => (await deps.store.lead(leadId))?.state),
  );
  expect(new Set(states)).toEqual(new Set(['MQL']));
});
