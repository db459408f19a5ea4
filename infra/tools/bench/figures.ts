// Figures: how fast events are folded, projected and rebuilt, and what a report costs with some leads and with ten times as many.

import { pauses } from '../../../functions/adapters/pauses.ts';
import { shippedCalendar } from '../../../functions/leads/calendar/shipped-calendars.ts';
import type { LeadId } from '../../../functions/leads/ids.ts';
import { instantOf, millisOf, millisOfDuration, plus } from '../../../functions/leads/instant.ts';
import { defaultPolicy, Policy } from '../../../functions/leads/policy.ts';
import { awsMetrics } from '../../../functions/platform/metric-deps.ts';
import type { Command, MetricStore, Store, StoredEvent } from '../../../functions/ports.ts';
import { REPORT_NAMES } from '../../../functions/reports/definitions/reports.ts';
import { foldLead } from '../../../functions/reports/facts/fold-lead.ts';
import type { LeadFact } from '../../../functions/reports/facts/lead-fact.ts';
import { AT_ONCE, projectScopes } from '../../../functions/use-cases/reporting/project-scopes.ts';
import { readCockpit } from '../../../functions/use-cases/reporting/read-cockpit.ts';
import { readReport } from '../../../functions/use-cases/reporting/read-report.ts';
import { rebuildFigures } from '../../../functions/use-cases/reporting/rebuild-figures.ts';
import { dynamodbClient } from '../../emulator/clients.ts';
import { openDatabase } from '../../emulator/dynamodb/database.ts';
import { createMetricTable } from '../../table.ts';
import { replay } from '../replay/replay.ts';
import { allLeads, eventsOf } from '../replay/stored-leads.ts';
import { STORY_START } from '../story/stage.ts';

const MODELS = 100;
const SIZES = [6_000, 60_000] as const;
const TABLE = 'MetricTable';
const OVER = 'P30D';
const YEAR = 360;
const PROJECTED = 400;
const ASKED = [...REPORT_NAMES, 'cockpit'] as const;

type Story = readonly StoredEvent[];

/** What happened to leads, and to the desk that had them, by scope. */
interface Lived {
  readonly stories: readonly Story[];
  readonly desk: ReadonlyMap<string, Story>;
}

/** Events a second, and milliseconds and items of reports, by the number of leads. */
export async function measureFigures(): Promise<object> {
  const lived = await modelLives();
  const folded = foldPerSecond(lived.stories);
  const projected = await projectPerSecond(lived);
  const bySize: { leads: number; reports: Record<string, { milliseconds: number }> }[] = [];
  for (const leads of SIZES) bySize.push(await rebuiltOf(lived, leads));
  const [few, many] = bySize;
  const ratios = ASKED.map((name) => [
    name,
    round((many?.reports[name]?.milliseconds ?? 0) / (few?.reports[name]?.milliseconds ?? 1)),
  ]);
  return {
    foldedPerSecond: folded,
    projectedPerSecond: projected,
    bySize,
    ratio: Object.fromEntries(ratios),
  };
}

/** Lives of leads as people live them, a year of them. */
async function modelLives(): Promise<Lived> {
  const step = millisOfDuration(OVER) / MODELS;
  const rows = Array.from({ length: MODELS }, (_, index) => ({
    id: `figures-${index}`,
    at: instantOf(Math.round(millisOf(STORY_START) + index * step)),
    origin: ['organic_search', 'paid_search', 'social', 'referral'][index % 4] ?? 'social',
  }));
  const { runtime, store } = await replay({
    rows,
    people: { seed: 'figures', model: 'answers', reps: 8, sdrs: 3 },
    until: plus(rows.at(-1)?.at ?? STORY_START, 'P150D'),
  });
  const stories: Story[] = [];
  for await (const { leadId } of allLeads(store)) stories.push(await eventsOf(store, leadId));
  const { reps } = await store.desk();
  const months = (await store.rosters()).map(({ month }) => `roster_${month}`);
  const desk = new Map<string, Story>();
  for (const scope of [...reps.map(({ repId }) => `rep_${repId}`), ...months])
    desk.set(scope, await eventsOf(store, scope as LeadId));
  await runtime.stop();
  return { stories, desk };
}

/** The story of lead `n`, on a day of the year of its own. */
function storyOf(stories: readonly Story[], n: number): Story {
  const story = stories[n % stories.length] ?? [];
  const later = millisOfDuration('P1D') * ((n * 7919) % YEAR);
  return story.map((event) => ({
    ...event,
    scope: `lead_${n}`,
    occurredAt: instantOf(millisOf(event.occurredAt) + later),
  }));
}

function foldPerSecond(stories: readonly Story[]): number {
  let count = 0;
  const started = performance.now();
  while (performance.now() - started < 2000)
    for (const story of stories) {
      let fact: LeadFact | undefined;
      for (const event of story) fact = foldLead(fact, event);
      count += story.length;
    }
  return perSecond(count, started);
}

async function projectPerSecond(lived: Lived): Promise<number> {
  const { stories } = lived;
  return onMetrics(lived, PROJECTED, async (metrics, store) => {
    let events = 0;
    const scopes = Array.from({ length: PROJECTED }, (_, n) => `lead_${n}`);
    for (let n = 0; n < PROJECTED; n += 1) events += storyOf(stories, n).length;
    const started = performance.now();
    for (let from = 0; from < scopes.length; from += AT_ONCE)
      await projectScopes({ metrics, store, pauses }, scopes.slice(from, from + AT_ONCE));
    return perSecond(events, started);
  });
}

async function rebuiltOf(lived: Lived, leads: number) {
  const { stories } = lived;
  return onMetrics(lived, leads, async (metrics, store) => {
    const at = plus(STORY_START, 'P500D');
    const started = performance.now();
    await rebuildFigures({ metrics, store, pauses }, at);
    const rebuiltSeconds = round((performance.now() - started) / 1000);
    let events = 0;
    for (let n = 0; n < leads; n += 1) events += stories[n % stories.length]?.length ?? 0;
    const reports: Record<string, { milliseconds: number; items: number }> = {};
    for (const name of ASKED) reports[name] = await timed(metrics, store, { name, at });
    return { leads, events, rebuiltSeconds, reports };
  });
}

/** An odd number: the one in the middle is the median. Of seven, two runs told ratios that were a third apart. */
const TURNS = 41;

/** The median of many. */
async function timed(
  metrics: MetricStore,
  store: Store,
  { name, at }: { readonly name: (typeof ASKED)[number]; readonly at: Command['at'] },
) {
  let items = 0;
  const counting: MetricStore = new Proxy(metrics, {
    get: (target, call: keyof MetricStore) =>
      call === 'cells'
        ? async (...asked: Parameters<MetricStore['cells']>) => {
            const rows = await target.cells(...asked);
            items += rows.length;
            return rows;
          }
        : target[call].bind(target),
  });
  const times: number[] = [];
  const by = { kind: 'director', sub: 'director-1' } as const;
  for (let turn = 0; turn < TURNS; turn += 1) {
    items = 0;
    const started = performance.now();
    const deps = { metrics: counting, store, pauses };
    await (name === 'cockpit'
      ? readCockpit(deps, { at, by }, {})
      : readReport(deps, { at, by }, name, {}));
    times.push(performance.now() - started);
  }
  return { milliseconds: round(median(times)), items };
}

async function onMetrics<Result>(
  lived: Lived,
  leads: number,
  work: (metrics: MetricStore, store: Store) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ now: () => 0 });
  await database.call('CreateTable', createMetricTable(TABLE));
  const metrics = awsMetrics(dynamodbClient(database), TABLE);
  const result = await work(metrics, storiesStore(lived, leads));
  await database.close();
  return result;
}

function storiesStore({ stories, desk }: Lived, leads: number): Store {
  const document = Policy.parse({
    ...defaultPolicy,
    tenant: { zone: 'Asia/Shanghai', calendar: 'CN' },
  });
  const ofKind = (kind: string) =>
    [...desk.keys()].flatMap((scope) =>
      scope.startsWith(`${kind}_`) ? [scope.slice(kind.length + 1)] : [],
    );
  const policy = { version: 1, document };
  const cn = shippedCalendar('CN');
  const store: Pick<
    Store,
    'eventsOf' | 'rules' | 'desk' | 'leadsIn' | 'rosters' | 'spendIn' | 'content'
  > = {
    eventsOf: async (scope) => {
      const n = /^lead_(\d+)$/.exec(scope)?.[1];
      return { items: n === undefined ? (desk.get(scope) ?? []) : storyOf(stories, Number(n)) };
    },
    rules: async () => ({ policy, calendars: new Map([['CN', cn]]) }),
    desk: async () => ({ reps: ofKind('rep').map((repId) => ({ repId })) }) as never,
    rosters: async () => ofKind('roster').map((month) => ({ month })) as never,
    spendIn: async () => ({ items: [] }),
    content: async () => undefined,
    leadsIn: async (state, { cursor = '0', limit }) => {
      if (state !== 'MAL') return { items: [] };
      const from = Number(cursor);
      const items = Array.from({ length: Math.min(limit, leads - from) }, (_, index) => ({
        leadId: `lead_${from + index}`,
      }));
      const next = from + items.length;
      return { items: items as never, cursor: next < leads ? String(next) : undefined };
    },
  };
  // Codec: nothing else of a store is asked for figures.
  return store as Store;
}

function perSecond(count: number, started: number): number {
  return Math.round(count / ((performance.now() - started) / 1000));
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
