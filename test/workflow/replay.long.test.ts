import { beforeAll, describe, expect, it } from 'vitest';
import { Instant } from '../../functions/leads/instant.ts';
import type { People } from '../../infra/tools/replay/people-model.ts';
import type { Refusal } from '../../infra/tools/replay/play.ts';
import { readLeads } from '../../infra/tools/replay/read-leads.ts';
import { replay } from '../../infra/tools/replay/replay.ts';
import { type Report, reportOn } from '../../infra/tools/replay/report.ts';
import { tableOf } from '../../infra/tools/replay/table.ts';

/** Sixty made-up leads within two weeks: days off and one month's end among them. */
function leads(count: number) {
  const rows = Array.from({ length: count }, (_, n) => {
    const day = String(20 + (n % 12)).padStart(2, '0');
    return `made-up-${n},2018-03-${day},page-${n % 3},${n % 7 === 0 ? '' : 'organic search'}`;
  });
  return readLeads(['mql_id,first_contact_date,landing_page_id,origin', ...rows].join('\n')).rows;
}

async function play(count: number, people: Partial<People>, until: string) {
  const rows = leads(count);
  const refusals: Refusal[] = [];
  const replayed = await replay({
    rows,
    people: { seed: 'seed', model: 'answers', sdrs: 2, reps: 4, ...people },
    until: Instant.parse(until),
    refused: (refusal) => refusals.push(refusal),
  });
  const report = await reportOn(replayed, rows.length);
  const { failures } = replayed.runtime;
  await replayed.runtime.stop();
  return { report, refusals, failures };
}

describe('a replay of sixty leads', () => {
  let played: Awaited<ReturnType<typeof play>>;
  let report: Report;

  beforeAll(async () => {
    played = await play(60, {}, '2018-04-16T00:00:00.000Z');
    report = played.report;
  }, 120_000);

  it('finds every lead again, in one state', () => {
    const sum = Object.values(report.states).reduce((so, count) => so + count, 0);

    expect(report.leads).toBe(60);
    expect(sum).toBe(60);
  });

  it('asks for nothing that the rules refuse, and breaks nothing', () => {
    expect(played.refusals).toEqual([]);
    expect(played.failures).toEqual([]);
  });

  it('brings answers, refusals and silence', () => {
    expect(report.offersBy).toMatchObject({
      ACCEPTED: expect.any(Number),
      REJECTED: expect.any(Number),
      TIMED_OUT: expect.any(Number),
    });
    expect(report.acceptRate).toBeGreaterThan(0.4);
    expect(report.strikes).toBeGreaterThan(0);
  });

  it('tells executions and state transitions of each machine', () => {
    expect(report.executions.Offer).toBe(report.offers);
    expect(report.transitions.LeadJourney).toBeGreaterThan(60);
  });

  it('prints a table of its own figures', () => {
    const table = tableOf(report, { settings: [['seed', 'seed']], blemishes: [] });

    expect(table).toContain('found again                  60, each in one state');
    expect(table).toMatch(/accept rate +\d+\.\d %/);
  });
});

describe('replays beside each other', () => {
  it('end with the same report for the same seed', async () => {
    const until = '2018-04-10T00:00:00.000Z';

    const one = await play(10, {}, until);
    const same = await play(10, {}, until);

    expect(same.report).toEqual(one.report);
  }, 120_000);

  it('give everybody the same number of turns, within one, when all accept', async () => {
    const { report } = await play(18, { model: 'accept-all' }, '2018-04-10T00:00:00.000Z');

    expect(report.offersBy).toEqual({ ACCEPTED: 18 });
    expect(report.turnSpread).toBeLessThanOrEqual(1);
    expect(report.contactInTime).toBe(1);
  }, 120_000);
});
