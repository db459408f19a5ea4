// To whom would each lead have gone? One company, recorded once, under other rosters, reps and policies (issue 14, 3).

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../infra/tools/simulate/recording.ts';
import { recordingOf } from '../../infra/tools/simulate/recording-of.ts';
import { changesOf } from '../../infra/tools/simulate/routing-changes.ts';
import { fairnessOf } from '../../infra/tools/simulate/routing-fairness.ts';
import { simulateRouting } from '../../infra/tools/simulate/routing-simulation.ts';
import { routingJson, routingText } from '../../infra/tools/simulate/routing-text.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';

const MONTH = '2026-09';

let company: Company;
let recording: Recording;
let folder: string;

const leadIds: string[] = [];

/** Whoever gets a lead after somebody else was silent takes it. */
async function acceptSecond(leadId: string): Promise<void> {
  const { state, offerSeq } = await company.lead(leadId);
  if (state === 'OFFERED' && offerSeq > 1)
    await company.must(company.accept(await company.offer(leadId)));
}

/** Twelve leads of two regions in two weeks: accepted, refused, and silent ones that the next rep takes; rep-a is away for a day and a half. */
beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3, { capacity: 5 }), reports: true });
  await company.advance('PT1M');
  await company.must(
    company.act('ops-1', 'ops', '/v1/reps/rep-a/absences', {
      from: '2026-09-16T00:00:00.000Z',
      to: '2026-09-17T04:00:00.000Z',
    }),
  );
  for (let number = 0; number < 12; number += 1) {
    const region = number % 2 === 0 ? 'CN-SH' : 'CN-GD';
    const { leadId } = await company.handOver(await company.submit({ company: { region } }));
    leadIds.push(leadId);
    await company.advance('PT2H');
    const offer = await company.offer(leadId);
    // Its turn comes back.
    const misrouted = { misrouted: { region: 'CN-SH' } };
    if (number === 5) await company.must(company.reject(offer, 'MISROUTED', misrouted));
    else if (number % 4 === 1) await company.must(company.reject(offer));
    if (number % 2 === 0) await company.must(company.accept(offer));
    await company.advance('PT17H');
    for (const silent of leadIds) await acceptSecond(silent);
  }
  await company.runtime.caughtUp();
  recording = await recordingOf(company.store);
  folder = await mkdtemp(join(tmpdir(), 'routing-'));
});
afterAll(async () => {
  await company.close();
  await rm(folder, { recursive: true });
});

type Files = { readonly [Name in 'policy' | 'roster' | 'reps']?: unknown };

async function simulate(files: Files, of: Recording = recording) {
  const paths: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    paths[name] = join(folder, `${name}.json`);
    await writeFile(paths[name], typeof content === 'string' ? content : JSON.stringify(content));
  }
  const changes = await changesOf(of, paths);
  const simulated = simulateRouting(of, changes);
  const { before, after } = await fairnessOf(of, simulated, changes.all.inPlaceOf);
  const others = simulated.handovers.filter(({ had, deal }) => had !== deal?.repId);
  return { recording: of, changes, simulated, before, after, others };
}

const causes = (others: Awaited<ReturnType<typeof simulate>>['others']) => [
  ...new Set(others.map(({ cause }) => String(cause?.of))),
];
const served = ({ rows }: { rows: readonly { rep: string; figures: object }[] }) =>
  Object.fromEntries(rows.map(({ rep, figures }) => [rep, Object(figures).offers]));

describe('the same roster, reps and policy', () => {
  it('change nothing, lead by lead, however they are written', async () => {
    const { body: policy } = await company.ops.get('/v1/policy');
    const { body: reps } = await company.ops.get('/v1/reps');
    const roster = { [MONTH]: { repIds: ['rep-a', 'rep-b', 'rep-c'] } };

    const { changes, simulated, others, before, after } = await simulate({ policy, roster, reps });

    expect(changes.parts).toEqual([]);
    expect(others).toEqual([]);
    expect(simulated.handovers.length).toBeGreaterThan(12);
    expect(simulated.sameAgain).toBe(simulated.decisions);
    expect(after).toEqual(before);
  });

  it('change nothing in a period that begins with turns of before', async () => {
    const week = await recordingOf(company.store, { from: '2026-09-17', to: '2026-09-21' });

    const { simulated, others } = await simulate({}, week);

    expect(week.beginning?.reps.some(({ standings }) => standings.East?.served)).toBe(true);
    expect(simulated.handovers.length).toBeGreaterThan(2);
    expect(others).toEqual([]);
    expect(simulated.sameAgain).toBe(simulated.decisions);
  });
});

describe('fairness', () => {
  it('is that of the report before, figure by figure', async () => {
    const { body } = await company.director.get(
      '/v1/reports/fairness?from=2026-09-14&to=2026-09-30&by=rep',
    );
    const rows = (body as { rows: readonly { value: string; figures: object }[] }).rows;

    const { before } = await simulate({});

    // The report goes on to the month's end, the recording to what happened last.
    const shown = ({ figures }: { figures: object }) => {
      const { offers, turns, override, director, recalled, waited } = Object(figures);
      return { offers, turns, override, director, recalled, waited };
    };
    expect(before.rows.map((row) => ({ rep: row.rep, ...shown(row) }))).toEqual(
      rows
        .filter(({ value }) => value.startsWith('rep-'))
        .map((row) => ({ rep: row.value, ...shown(row) })),
    );
  });
});

describe('another roster', () => {
  it('gives the leads of who is not on it to the others, first because of the roster', async () => {
    const { others, after, simulated } = await simulate({
      roster: { [MONTH]: { repIds: ['rep-a', 'rep-b'] } },
    });

    expect(served(after)['rep-c'] ?? 0).toBe(0);
    expect(simulated.handovers.every(({ had, deal }) => had === undefined || deal)).toBe(true);
    expect(causes(others)).toEqual(['roster']);
    expect(others.filter(({ had }) => had === 'rep-c').every(({ deal }) => deal)).toBe(true);
    expect(others[0]?.cause).toEqual({ kind: 'change', of: 'roster' });
  });

  it('with nobody leaves every lead without a rep', async () => {
    const { simulated, after } = await simulate({ roster: { [MONTH]: { repIds: [] } } });

    expect(simulated.handovers.filter(({ deal }) => deal)).toEqual([]);
    expect(after.total.figures.offers).toBe(0);
  });
});

describe('other reps', () => {
  it('of another weight get turns by it', async () => {
    const { others, before, after } = await simulate({ reps: [{ repId: 'rep-b', weight: 4 }] });

    expect(Number(served(after)['rep-b'])).toBeGreaterThan(Number(served(before)['rep-b']) + 2);
    expect(causes(others)).toEqual(['weight']);
    expect(others[0]?.cause).toEqual({ kind: 'change', of: 'weight' });
  });

  it('of another scope get no lead from outside it, and their own ones go where they fit', async () => {
    const { simulated, others } = await simulate({
      reps: { items: [{ repId: 'rep-b', regions: ['CN-GD'] }] },
    });

    const ofB = simulated.handovers.filter(({ deal }) => deal?.repId === 'rep-b');
    expect(ofB.length).toBeGreaterThan(0);
    expect(ofB.every(({ decision }) => decision.asked.region === 'CN-GD')).toBe(true);
    expect(causes(others)).toEqual(['scope']);
  });

  it('who are alone with room for one offer make leads wait', async () => {
    const { simulated, others } = await simulate({
      roster: { [MONTH]: { repIds: ['rep-b'] } },
      reps: [{ repId: 'rep-b', capacity: 1 }],
    });

    expect(simulated.waited.after.length).toBeGreaterThan(simulated.waited.before.length);
    expect(others[0]?.cause).toEqual({ kind: 'change', of: 'roster' });
    expect(others.some(({ deal }) => deal === undefined)).toBe(true);
  });
});

describe('another policy', () => {
  it('of one path is named as the cause by its path', async () => {
    const { others, changes } = await simulate({ policy: { routing: { availability: 0.9 } } });

    expect(changes.parts.map(({ name }) => name)).toEqual(['routing.availability']);
    expect(others.length).toBeGreaterThan(0);
    expect(causes(others)).toEqual(['routing.availability']);
  });

  it('that no routing reads changes nothing', async () => {
    const { others, changes } = await simulate({ policy: { vocabulary: 'A4' } });

    expect(changes.parts.map(({ name }) => name)).toEqual(['vocabulary']);
    expect(others).toEqual([]);
  });

  it('follows from an earlier lead where turns as they were would have left it', async () => {
    const { others } = await simulate({ roster: { [MONTH]: { repIds: ['rep-a', 'rep-b'] } } });

    const follows = others.find(({ cause }) => cause?.kind === 'follows');
    expect(follows?.cause).toMatchObject({ leadId: expect.stringMatching(/^lead_/), of: 'roster' });
  });
});

describe('what is shown', () => {
  it('names the change, the leads and their first cause, and all of it as JSON', async () => {
    const result = await simulate({ roster: { [MONTH]: { repIds: ['rep-a', 'rep-b'] } } });

    const text = routingText(result);
    const json = Object(routingJson(result));
    expect(text).toContain('Changed: roster.');
    expect(text).toMatch(/first because of\n.*lead_\w+ +2026-09-\d\d +rep-c +rep-[ab]/);
    expect(json.moved).toBe(result.others.length);
    expect(json.handovers).toHaveLength(result.simulated.handovers.length);
    expect(json.fairness.after.rows.length).toBeGreaterThan(0);
  });
});

describe('a file that the product would refuse', () => {
  it.each([
    [
      'policy',
      { routing: { availability: 7 } },
      /policy.json would be refused: routing.availability /,
    ],
    ['policy', { rooting: {} }, /Unrecognized key.*rooting/i],
    ['policy', { tenant: { calendar: 'MOON' } }, /tenant.calendar there is no calendar MOON/],
    ['policy', [], /it is no policy/],
    ['policy', '{"routing":', /policy.json is no JSON/],
    ['roster', { [MONTH]: { repIds: ['rep-z'] } }, /2026-09.repIds.0 there is no rep rep-z/],
    ['roster', { [MONTH]: {} }, /2026-09.repIds is missing/],
    ['roster', { September: { repIds: [] } }, /September is no month such as 2026-09/],
    ['roster', {}, /it names no month/],
    ['reps', [{ repId: 'rep-z', weight: 2 }], /there is no rep rep-z/],
    ['reps', [{ repId: 'rep-a', weight: -1 }], /0.weight /],
  ])('is refused with its paths: %s %j', async (name, content, message) => {
    await expect(simulate({ [name]: content })).rejects.toThrow(message);
  });
});
