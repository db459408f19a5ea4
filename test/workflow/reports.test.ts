// Reports by what people do (reports.md): figures follow the events, and whoever asks again for an earlier day gets what was known then.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferId } from '../../functions/leads/ids.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type {
  BehindAnswer,
  CockpitAnswer,
  ReportAnswer,
} from '../../functions/use-cases/answers/report-answers.ts';
import { compactDifferences } from '../../functions/use-cases/reporting/compact-differences.ts';
import { rebuildFigures } from '../../functions/use-cases/reporting/rebuild-figures.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import { bytesOf, changed, metricDeps } from '../support/metrics.ts';

type Asker = ReturnType<Company['as']>;

let company: Company;
/** Accepted on Monday, refused on Tuesday, one whose rep stays silent, and one that is signed. */
let leads: { accepted: Lead; refused: Lead; silent: Lead; signed: Lead };
let monday: ReportAnswer;

async function ask(path: string, asker: Asker = company.director) {
  await company.runtime.caughtUp();
  return asker.get(`/v1/reports/${path}`);
}

async function report(path: string, asker?: Asker): Promise<ReportAnswer> {
  return (await company.must(ask(path, asker))).body as ReportAnswer;
}

async function behind(path: string): Promise<Readonly<Record<string, number>>> {
  const items: BehindAnswer['items'][number][] = [];
  let cursor = '';
  do {
    const answer = await company.must(
      ask(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
    );
    const page = answer.body as BehindAnswer;
    items.push(...page.items);
    cursor = page.cursor ?? '';
  } while (cursor !== '');
  return Object.fromEntries(items.map(({ id, count = 0 }) => [id, count]));
}

beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3), reports: true });
  const accepted = await company.handOver();
  await company.must(company.accept(await company.offer(accepted.leadId)));
  await company.runtime.caughtUp();
  monday = await report('funnel?from=2026-09&asOf=2026-09-14');
  await company.advance('P1D');
  const refused = await company.handOver();
  await company.must(company.reject(await company.offer(refused.leadId), 'NO_BUDGET'));
  const silent = await company.handOver();
  const signed = await company.handOver();
  const offer = await company.offer(signed.leadId);
  const id = await company.opportunity(offer);
  await company.must(
    company
      .as(offer.repId, 'rep')
      .post(`/v1/opportunities/${id}/win`, { amount: 8000, currency: 'CNY' }),
  );
  await company.advance('P3D');
  leads = { accepted, refused, silent, signed };
});
afterAll(() => company.close());

describe('a funnel', () => {
  it('counts a lead once in each layer, and gives no rate of four', async () => {
    const { total } = await report('funnel?from=2026-09');

    expect(total.figures).toMatchObject({
      ...{ MAL: 4, MQL: 4, READY: 4, OFFERED: 4, SAL: 2, SQL: 2, OPPORTUNITY: 1, WON: 1 },
      'SQL inferred': 0,
      'SAL of OFFERED': { of: 4, count: 2, refused: 'TOO_FEW' },
    });
  });

  it('of an earlier day is, to the byte, what it was that day', async () => {
    const again = await report('funnel?from=2026-09&asOf=2026-09-14');

    expect(monday.total.figures).toMatchObject({ MAL: 1, SAL: 1, WON: 0 });
    const untimed = { askedAt: '', changes: 0, upTo: '' };
    expect({ ...again, ...untimed }).toEqual({ ...monday, ...untimed });
    expect(monday.upTo).toBe('2026-09-14T01:30:00.000Z');
  });

  it('tells by the day who entered a layer, and that this is no rate', async () => {
    const { rows, definition } = await report('funnel?view=period&by=day&from=2026-09');

    expect(rows.map(({ value, figures }) => [value, figures.MAL])).toEqual([
      ['2026-09-14', 1],
      ['2026-09-15', 3],
    ]);
    expect(definition).toContain('no rate');
  });

  it('says by which version of the policy it was decided, and that a layer is thin', async () => {
    const { policies, warnings } = await report('funnel?from=2026-09');

    expect(policies).toEqual([1]);
    expect(warnings).toMatchObject([{ code: 'THIN_LAYER', row: 'MAL' }]);
  });

  it('says of its cohort that windows still run', async () => {
    const { rows } = await report('funnel?from=2026-09&by=month');

    expect(rows).toMatchObject([{ value: '2026-09', immature: true }]);
  });

  it('has leads behind each figure, which sum up to it', async () => {
    const { total } = await report('funnel?from=2026-09');
    const { accepted, signed } = leads;

    const won = await behind('funnel/leads?from=2026-09&figure=SAL&limit=1');

    expect(won).toEqual({ [accepted.leadId]: 1, [signed.leadId]: 1 });
    expect(Object.values(won).reduce((sum, one) => sum + one, 0)).toBe(total.figures.SAL);
    const then = await behind('funnel/leads?from=2026-09&figure=MAL&asOf=2026-09-14');
    expect(then).toEqual({ [accepted.leadId]: 1 });
  });
});

describe('the other reports', () => {
  it('tell the SLA by rep, with three clocks apart', async () => {
    const { total } = await report('sla?from=2026-09');

    expect(total.figures).toMatchObject({ offers: 5, 'answered in time': 3, 'too late': 1 });
    expect(total.figures['routing gap']).toMatchObject({ n: 5 });
  });

  it('tell why leads were refused, and who stayed silent', async () => {
    const { total } = await report('rejects?from=2026-09');
    const missed = await report('strikes?from=2026-09&by=rep');
    const who = await behind('strikes/leads?from=2026-09&figure=misses');

    expect(total.figures).toMatchObject({ answers: 3, rejected: 1, 'rejected NO_BUDGET': 1 });
    expect(missed.rows).toMatchObject([{ figures: { misses: 1 } }]);
    expect(who).toEqual({ [leads.silent.leadId]: 1 });
  });

  it('give an order’s whole amount away in each model', async () => {
    const models = ['w', 'u', 'first', 'last', 'linear', 'firstSource', 'original'];
    const shown = await Promise.all(
      models.map((view) => report(`attribution?view=${view}&by=class&from=2026-09`)),
    );

    for (const { total } of shown)
      expect(total.figures).toMatchObject({ orders: 1, amount: { CNY: 800_000 } });
  });

  it('tell what a deal took, and what the SDR is credited with', async () => {
    const cycles = await report('cycles?from=2026-09');
    const credit = await report('credit?from=2026-09&by=pair');
    const answers = await report('credit?view=answers&from=2026-09');
    const own = await report('credit?view=answers&from=2026-09', company.as('rep-a', 'rep'));

    expect(cycles.total.figures).toMatchObject({ won: 1, 'deal cycle': { n: 1 } });
    expect(credit.total.figures).toMatchObject({ pending: 1, 'window open': 1 });
    expect(answers.by).toBe('pair');
    expect(answers.total.figures).toMatchObject({ offers: 5, accepted: 2, refused: 1, silent: 1 });
    expect([own.by, own.filter]).toEqual(['all', 'rep:rep-a']);
  });
});

describe('behind a figure stand', () => {
  const linesOf = async (path: string) => {
    const { body } = await company.must(ask(path));
    const { items } = body as BehindAnswer;
    return items.flatMap(({ id, lines = [] }) => lines.map((line) => ({ lead: id, ...line })));
  };

  it('the refused leads one by one, with what the rep wrote (A3-12)', async () => {
    const { leadId } = leads.refused;
    const offer = await company.store.offer(`${leadId}-c1-o1` as OfferId);

    const agenda = await linesOf('rejects/leads?from=2026-09&figure=rejected');

    expect(agenda).toEqual([
      expect.objectContaining({
        ...{ lead: leadId, end: 'REJECTED', reason: 'NO_BUDGET', sdrId: 'sdr-1' },
        ...{ repId: offer?.repId, note: offer?.note, class: 'MARKETING' },
      }),
    ]);
    expect(offer?.note?.length).toBeGreaterThan(0);
  });

  it('the touches that earned an order, with the share of each', async () => {
    const path = 'attribution/leads?view=linear&from=2026-09&figure=orders';

    const touches: readonly Readonly<Record<string, unknown>>[] = await linesOf(path);

    expect(touches.length).toBeGreaterThan(0);
    expect(touches.reduce((sum, { share }) => sum + Number(share), 0)).toBeCloseTo(1, 9);
  });

  it('in one call all leads of a year in which hardly anything happened', async () => {
    const { body } = await ask('forecast/leads?view=won&figure=orders&from=2026-01&limit=10');

    expect(body).toMatchObject({ items: [{ id: leads.signed.leadId, count: 1 }] });
    expect(body).not.toHaveProperty('cursor');
  });

  it.each(['fairness', 'accounts'])(
    'of a month of %s, in which what goes on from before it counts, as many as the month has',
    async (name) => {
      const figure = name === 'fairness' ? 'offers' : 'touches';
      const { rows } = await report(`${name}?by=month&from=2026-08`);

      for (const { value, figures } of rows) {
        const { body } = await ask(
          `${name}/leads?by=month&from=2026-08&figure=${figure}&row=${value}`,
        );
        const { items } = body as BehindAnswer;
        const sum = items.reduce((all, { count = 0 }) => all + count, 0);
        expect([value, sum]).toEqual([value, figures[figure]]);
      }
      expect(rows.some(({ figures }) => Number(figures[figure]) > 0)).toBe(true);
    },
  );
});

describe('the cockpit', () => {
  it('is one page, and from its figure it is two calls to the story of a lead', async () => {
    const { body } = await company.must(ask('cockpit?from=2026-09'));
    const { sections } = body as CockpitAnswer;
    const promises = sections.find(({ title }) => title === 'Kept promises');

    const first = await company.must(company.director.get(promises?.leads ?? ''));
    const { items } = first.body as BehindAnswer;
    const story = await company.must(company.director.get(`/v1/leads/${items[0]?.id}`));

    expect(promises?.total.figures).toMatchObject({ offers: 5 });
    expect(items.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(5);
    expect(story.body).toMatchObject({ leadId: items[0]?.id });
  });

  it('gives a path for each figure that answers as it stands, and what it answers adds up', async () => {
    const { body } = await company.must(ask('cockpit?from=2026-09'));
    const { sections } = body as CockpitAnswer;

    const wrong: string[] = [];
    for (const { title, columns, rows, total } of sections)
      for (const { key, kind, leads: path } of columns)
        for (const row of [undefined, ...rows.map(({ value }) => value)]) {
          const of = row === undefined ? path : `${path}&${new URLSearchParams({ row })}`;
          const { items } = (await company.must(company.director.get(of))).body as BehindAnswer;
          const { figures } = rows.find(({ value }) => value === row) ?? total;
          const sum = items.reduce((all, { count = 0 }) => all + count, 0);
          if (kind === 'count' && sum !== figures[key])
            wrong.push(`${title}, ${row}, ${key}: ${sum}`);
        }

    expect(sections.flatMap(({ columns }) => columns).length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('says the same as the reports that it is of', async () => {
    const { body } = await company.must(ask('cockpit?from=2026-09'));
    const { sections, policies } = body as CockpitAnswer;

    for (const { title, name, view, by, columns, total, rows, from, to } of sections) {
      const period = name === 'forecast' ? '' : `&from=${from}&to=${to}`;
      const whole = await report(`${name}?view=${view}&by=${by}${period}`);
      expect(rows.length, title).toBe(whole.rows.length);
      expect(whole.total.figures, title).toMatchObject(total.figures);
      expect(columns.length, title).toBeGreaterThan(0);
    }
    expect(sections.map(({ title }) => title)).toEqual([
      ...['Revenue by source class', 'Funnel', 'Forecast', 'Speed to lead', 'Kept promises'],
      ...['Cost', 'Credit'],
    ]);
    expect(policies).toEqual([1]);
  });

  it('is for directors and ops', async () => {
    expect((await ask('cockpit', company.as('rep-a', 'rep'))).status).toBe(403);
    expect((await ask('cockpit?from=2027&to=2026')).status).toBe(422);
  });
});

describe('a merge', () => {
  it('counts one journey instead of two, with what the people of both did; undone it counts two again', async () => {
    const another = await openCompany({ reports: true });
    const funnel = async () => {
      await another.runtime.caughtUp();
      const { body } = await another.must(another.director.get('/v1/reports/funnel'));
      return (body as ReportAnswer).total.figures;
    };
    const orders = async () => {
      await another.runtime.caughtUp();
      const path = '/v1/reports/attribution?view=linear&by=source';
      const { body } = await another.must(another.director.get(path));
      return (body as ReportAnswer).rows.map(({ value, figures }) => [value, figures.orders]);
    };
    const one = await another.handOver(
      await another.submit({ touch: { utm: { source: 'baidu', campaign: 'autumn' } } }),
    );
    const other = await another.submit({ touch: { utm: { source: 'wechat' } } });
    const two = await funnel();
    const path = `/v1/leads/${other.leadId}`;
    const merge = () =>
      another.must(another.ops.post(`${path}/merge`, { into: one.leadId, samePerson: false }));
    await merge();
    const merged = await funnel();
    await another.must(another.ops.post(`${path}/unmerge`));
    const apart = await funnel();
    const { body } = await another.must(another.director.get('/v1/reports/funnel'));
    await merge();
    const offer = await another.offer(one.leadId);
    const id = await another.opportunity(offer);
    await another.must(
      another
        .as(offer.repId, 'rep')
        .post(`/v1/opportunities/${id}/win`, { amount: 8000, currency: 'CNY' }),
    );

    expect([two.MAL, merged.MAL, apart.MAL]).toEqual([2, 1, 2]);
    expect((body as ReportAnswer).restated).toEqual(
      ['LeadMergedIn', 'MergeUndone', 'Merged', 'UnmergedToRest'].map((type) => ({
        ...{ day: '2026-09-14', type, count: 1 },
      })),
    );
    expect(await orders()).toEqual([
      ['baidu', 0.5],
      ['wechat', 0.5],
    ]);
    await another.close();
  });
});

describe('whoever asks', () => {
  it('sees as an SDR or a rep his own, and his department as a whole', async () => {
    const rep = company.as('rep-a', 'rep');
    const own = await report('sla?from=2026-09', rep);
    const department = await report('sla?from=2026-09&by=department', rep);
    const all = await report('sla?from=2026-09&by=rep');

    const mine = all.rows.find(({ value }) => value === 'rep-a');
    expect(own.filter).toBe('rep:rep-a');
    expect(own.total.figures.offers).toBe(mine?.figures.offers ?? 0);
    expect(department.rows.map(({ value }) => value)).toEqual(['East']);
    expect((await ask('sla/leads?from=2026-09&figure=offers', rep)).status).toBe(200);
    expect((await ask('sla/leads?from=2026-09&figure=offers&by=department', rep)).status).toBe(403);
    expect((await ask('sla?from=2026-09&by=region', rep)).status).toBe(403);
    expect((await ask('sla?from=2026-09&filter=rep:rep-b', rep)).status).toBe(403);
  });

  it.each([
    ['funnel?view=weekly', 'view', 'cohort, period'],
    ['funnel?by=shoe-size', 'by', 'region'],
    ['funnel?filter=shoe:9', 'filter', 'dimension:value'],
    ['funnel?by=region&filter=class:SELF', 'filter', 'one dimension at a time'],
    ['funnel?zone=Mars/Base', 'zone', 'Asia/Shanghai'],
    ['funnel?from=2026-10&to=2026-09', 'from', 'earlier day first'],
    ['funnel?from=2010&to=2026', 'from', 'less than ten years'],
    ['funnel?asOf=2030-01-01', 'asOf', 'lies ahead'],
    ['funnel?from=September', 'from', 'no day, month or year'],
    ['funnel?from=2026-09-14T08:00', 'from', 'no day, month or year'],
    ['funnel?to=9999', 'to', 'from 1900 to 2199'],
    ['pipeline?to=9999-12-31', 'to', 'from 1900 to 2199'],
    ['pipeline?from=0000', 'from', 'from 1900 to 2199'],
    ['funnel?asOf=0000-01-01', 'asOf', 'from 1900 on'],
    ['funnel?filter=rep:', 'filter', 'dimension:value'],
    ['funnel?bye=rep', 'bye', 'use one of view, from, to, by'],
    ['cockpit?filter=rep:rep-a', 'filter', 'use one of from, to, asOf'],
    ['what-if?by=rep', 'by', 'use one of from, to'],
    ['funnel/leads?figure=LUCK', 'figure', 'MAL'],
    ['funnel/leads?colunm=MAL', 'colunm', 'figure, row'],
  ])('is told what is wrong with %s', async (path, field, what) => {
    const { status, body } = await ask(path);

    expect(status).toBe(422);
    expect((body as { errors: unknown }).errors).toMatchObject([
      { path: field, message: expect.stringContaining(what) },
    ]);
  });

  it('is told which reports there are', async () => {
    expect(await ask('luck')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('use one of funnel') },
    });
  });
});

it('figures that were lost or spoilt are made again of the events, to the byte', async () => {
  const scopes = Object.values(leads).map(({ leadId }) => leadId);
  const { metrics } = company.runtime.services;
  await company.runtime.caughtUp();
  await compactDifferences(metrics, company.now.slice(0, 10));
  const [anew, spoilt] = [new MemoryMetrics(), new MemoryMetrics()];
  const wrong = { period: '2026-09-14', through: 0, cells: '{"-":{"2026-09":{"n:MAL":99}}}' };
  await spoilt.putCells('funnel#cohort#all', wrong);
  await spoilt.putCells('funnel#cohort#all', { ...wrong, period: '2026-09-13' });
  const half = changed(spoilt, {
    advance: async () => {
      throw new Error('killed');
    },
  });

  await rebuildFigures(metricDeps(anew, company.store), company.now);
  await expect(rebuildFigures(metricDeps(half, company.store), company.now)).rejects.toThrow();
  await rebuildFigures(metricDeps(spoilt, company.store), company.now);

  const kept = await bytesOf(metrics, scopes);
  expect(await bytesOf(anew, scopes)).toEqual(kept);
  expect(await bytesOf(spoilt, scopes)).toEqual(kept);
});
