// A policy replay of people who are known: what it says of another policy can be reckoned by hand (reports.md, what-if).

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plusCalendarMonthsClamped } from '../../functions/leads/calendar/local-dates.ts';
import { millisOf } from '../../functions/leads/instant.ts';
import { type Change, parseChange, variantsOf } from '../../infra/tools/simulate/change.ts';
import { type Conclusion, concluded, refusalOf } from '../../infra/tools/simulate/conclusion.ts';
import type { FigureName } from '../../infra/tools/simulate/figures.ts';
import { type DelayFit, habitsOf } from '../../infra/tools/simulate/habits.ts';
import { type Interval, lies } from '../../infra/tools/simulate/interval.ts';
import { happenedTo, type Question, scriptOf } from '../../infra/tools/simulate/policy-replay.ts';
import type { Recording } from '../../infra/tools/simulate/recording.ts';
import { writeRecording } from '../../infra/tools/simulate/recording-file.ts';
import { playRuns, runsOf } from '../../infra/tools/simulate/replay-runs.ts';
import { survivalOf } from '../../infra/tools/simulate/survival.ts';
import { playWorld } from '../../infra/tools/simulate/world.ts';
import { knownRecording } from '../support/recordings.ts';

/** Whose mean delay is 30 hours. */
const exponential = (drawn: number) => -30 * Math.log(1 - drawn);

const SEEDS = Number(process.env.SEEDS ?? 20);

/** Nobody is suspended, so that each lead has its three reps. */
const patient = {
  leads: 80,
  weeks: 5,
  reps: ['rep-a', 'rep-b', 'rep-c'],
  answersAfter: exponential,
  accepts: 0.7,
  policy: (policy: Parameters<NonNullable<Parameters<typeof knownRecording>[0]['policy']>>[0]) => ({
    ...policy,
    strikes: { ...policy.strikes, missesToSuspend: 10 },
  }),
};

interface Asked {
  readonly changes: readonly string[];
  readonly seed?: string;
  readonly delays?: DelayFit;
  readonly near?: number;
  readonly runs?: readonly number[];
  readonly threads?: number;
}

async function replayed(recording: Recording, asked: Asked) {
  const { changes, seed = 's', delays = 'steps', near = 0 } = asked;
  const folder = await mkdtemp(join(tmpdir(), 'recording-'));
  const file = join(folder, 'recording.ndjson');
  await writeRecording(file, recording);
  const variants = variantsOf(changes.map((text): Change => parseChange(text)));
  const worlds = variants.map((variant) => ({ ...variant, near }));
  const question: Question = { seed, delays, worlds, runs: 5, holdOut: false };
  const { threads } = asked;
  const runs = await playRuns({ file, question }, asked.runs ?? runsOf(5, WHOLE), { threads });
  return { runs, worlds, happened: happenedTo(scriptOf(recording)) };
}

const WHOLE = { part: 1, of: 1 };

async function conclusionOf(recording: Recording, asked: Asked): Promise<Conclusion> {
  const { happened, worlds, runs } = await replayed(recording, asked);
  return concluded(happened, worlds, runs);
}

describe('people who answer after 30 hours on average, seven of ten with yes, three reps a lead', () => {
  it('give what is reckoned by hand at 48 and at 24 hours, in at least 19 of 20 seeds', async () => {
    const q = (hours: number) => Math.exp(-hours / 30);
    const byHand = (hours: number): Partial<Record<FigureName, number>> => ({
      timeouts: q(hours) + q(hours) ** 2 + q(hours) ** 3,
      accepted: 0.7 * (1 - q(hours) ** 3),
      unsold: q(hours) ** 3,
      wait: 30 * (1 - q(hours) ** 3),
    });
    const missed = new Map<string, number[]>();
    const widths: number[] = [];
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const recording = knownRecording({ ...patient, leads: 50, seed: `known ${seed}` });
      const conclusion = await conclusionOf(recording, {
        changes: ['offer.accept=PT24H'],
        seed: `played ${seed}`,
        runs: runsOf(8, WHOLE),
      });
      const at24 = conclusion.changed[0]?.figures ?? [];
      const checks = [
        ...conclusion.figures.map(({ name, recorded }) => ({
          hours: 48,
          name,
          interval: recorded,
        })),
        ...at24.map(({ name, value }) => ({ hours: 24, name, interval: value })),
      ];
      for (const { hours, name, interval } of checks) {
        const truth = byHand(hours)[name];
        const known = missed.get(`${name} at ${hours} h`) ?? [];
        if (truth === undefined) continue;
        missed.set(`${name} at ${hours} h`, lies(truth, interval) ? known : [...known, seed]);
      }
      widths.push(widthOf(conclusion.figures.find(({ name }) => name === 'wait')?.recorded));
    }
    expect(missed.size).toBe(8);
    expect([...missed].filter(([, seeds]) => seeds.length > 1)).toEqual([]);
    // Intervals that hold everything would hold the truth, too.
    expect(widths.reduce((sum, width) => sum + width, 0) / SEEDS).toBeLessThan(40);
  });

  it('fare alike, lead by lead, under the same policy twice', async () => {
    const recording = knownRecording({ ...patient, leads: 40, seed: 'twice' });
    const { runs } = await replayed(recording, { changes: ['offer.accept=PT48H'], runs: [0, 1] });
    for (const run of runs) {
      expect(run.changed).toEqual([run.recorded]);
      expect(run.changes ?? []).toEqual([]);
    }
  });

  it('are never late because they have longer, whether they move with the deadline or not', async () => {
    const recording = knownRecording({ ...patient, leads: 40, seed: 'longer' });
    for (const near of [0, 0.5, 1]) {
      const { runs } = await replayed(recording, {
        changes: ['offer.accept=PT72H'],
        near,
        runs: [0],
      });
      const changes = runs.flatMap((run) => run.changes ?? []);
      const worse = changes.filter(
        ({ before, after }) =>
          / accepts$| refuses /.test(before?.says ?? '') &&
          after?.says.includes('has not answered in time'),
      );
      expect(worse).toEqual([]);
    }
  });

  it('come out the same on one thread and on two, and in parts that are put together', async () => {
    const recording = knownRecording({ ...patient, leads: 30, seed: 'threads' });
    const asked = { changes: ['offer.accept=PT24H'] };
    const [one, two, ...parts] = await Promise.all([
      replayed(recording, { ...asked, runs: [0, 1, 2], threads: 1 }),
      replayed(recording, { ...asked, runs: [0, 1, 2], threads: 2 }),
      replayed(recording, { ...asked, runs: runsOf(3, { part: 1, of: 2 }) }),
      replayed(recording, { ...asked, runs: runsOf(3, { part: 2, of: 2 }) }),
    ]);
    expect(two?.runs).toEqual(one?.runs);
    const whole = parts.flatMap((part) => part?.runs ?? []).sort((a, b) => a.run - b.run);
    expect(whole).toEqual(one?.runs);
  });
});

describe('a model that does not fit', () => {
  it('is refused by the figure that gave it away: all answer at hour 47, and the model spreads them', async () => {
    const recording = knownRecording({
      ...patient,
      ...{ leads: 40, answersAfter: () => 47, seed: 'late' },
    });
    const asked = { changes: ['offer.accept=PT24H'] };
    const steady = await conclusionOf(recording, { ...asked, delays: 'steady' });
    expect(steady.changed).toEqual([]);
    expect(steady.refusedBy).toContain('timeouts');
    expect(refusalOf(steady)).toMatch(
      /offers that ran out, a handover was 0\.000, and by the model/,
    );
    const steps = await conclusionOf(recording, { ...asked, delays: 'steps' });
    expect(steps.refusedBy).toEqual([]);
  });
});

describe('two reps, one of whom never answers', () => {
  it('goes out at his second miss, and gets no offer until a month after its deadline', async () => {
    const recording = knownRecording({
      ...{ leads: 120, weeks: 10, reps: ['rep-a', 'rep-b'], accepts: 1, seed: 'silent' },
      answersAfter: (_, repId) => (repId === 'rep-b' ? Number.POSITIVE_INFINITY : 1),
    });
    const script = scriptOf(recording);
    const { lives } = await playWorld({
      ...{ script, seed: 'silent', near: 0, changed: (policy) => policy },
      habits: habitsOf(script.people.offers),
      contacts: survivalOf(script.people.offers.map(({ contact }) => contact)),
    });
    const his = [...lives.values()]
      .flat()
      .flatMap(({ offers }) => offers.filter(({ repId }) => repId === 'rep-b'))
      .sort((one, other) => millisOf(one.at) - millisOf(other.at));
    const [first, second] = his;
    expect([first?.end?.status, second?.end?.status]).toEqual(['TIMED_OUT', 'TIMED_OUT']);
    const out = second?.end?.at ?? '';
    const back = plusCalendarMonthsClamped('UTC', second?.acceptDueAt ?? recording.head.endsAt, 1);
    const open = his.filter(({ at, end }) => at < out && (end?.at ?? '') >= out).slice(1);
    expect(open.every(({ end }) => end?.status === 'WITHDRAWN' || end?.at === out)).toBe(true);
    const later = his.filter(({ at }) => at > out);
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter(({ at }) => at < back)).toEqual([]);
  });
});

describe('a changed threshold', () => {
  it('moves the leads between the old one and the new one, and no other', async () => {
    // Finance is worth 15, and the bands of size 6, 14, 22 and 30: 21, 29, 37 and 45.
    const sizes = [20, 80, 300, 2000];
    const recording = knownRecording({
      ...patient,
      ...{ leads: 60, seed: 'threshold', asks: false, employees: (index) => sizes[index % 4] ?? 0 },
      policy: (policy) => ({
        ...patient.policy(policy),
        scoring: {
          ...policy.scoring,
          mql: { cells: [{ fitAtLeast: 20, engagementAtLeast: 0 }], handRaiseFitAtLeast: 0 },
        },
      }),
    });
    const cells = (fitAtLeast: number) => JSON.stringify([{ fitAtLeast, engagementAtLeast: 0 }]);
    const { runs } = await replayed(recording, {
      changes: [`scoring.mql.cells=${cells(25)}`],
      runs: [0],
    });
    const moved = new Set(runs.flatMap((run) => run.changes ?? []).map(({ leadId }) => leadId));
    const between = recording.leads.filter(({ facts: { employees } }) => employees === 20);
    expect([...moved].sort()).toEqual(between.map(({ leadId }) => leadId).sort());
  });
});

function widthOf(interval: Interval | undefined): number {
  return interval ? interval.high - interval.low : Number.POSITIVE_INFINITY;
}
