// What staff ask of the list of leads (api.md, GET /v1/leads): each filter alone and with others, page by page.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minus } from '../../functions/leads/instant.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { taken } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
/** Leads by what they are called here. */
const ids = new Map<string, string>();

beforeAll(async () => {
  company = await openCompany({
    reps: [
      { repId: 'rep-east', department: 'East', regions: ['CN-SH'] },
      { repId: 'rep-west', department: 'West', regions: ['CN-SC'] },
    ],
    policy: { tags: ['Fair 2026', 'Key account'] as never },
  });
  const starts = (startWithinMonths: number, more: FormParts = {}): FormParts => ({
    ...more,
    interest: { startWithinMonths },
  });
  const opened = {
    hot: await company.submit(starts(2)),
    warm: await company.submit(starts(5)),
    cold: await company.submit(starts(9)),
    sdrs: await taken(company, starts(2)),
    east: await company.handOver(await company.submit(starts(2, { company: { region: 'CN-SH' } }))),
    west: await company.handOver(await company.submit(starts(2, { company: { region: 'CN-SC' } }))),
  };
  for (const [name, { leadId }] of Object.entries(opened)) ids.set(name, leadId);
  for (const name of ['hot', 'west'])
    await company.must(company.ops.patch(`/v1/leads/${ids.get(name)}`, { tags: ['Fair 2026'] }));
});
afterAll(() => company.close());

function names(items: readonly Json[]): string[] {
  const byId = new Map([...ids].map(([name, leadId]) => [leadId, name]));
  return items.map(({ leadId }) => byId.get(leadId) ?? leadId);
}

async function list(query: string, sub = 'ops-1', group = 'ops'): Promise<Json> {
  return (await company.must(company.as(sub, group).get(`/v1/leads?${query}`))).body;
}

describe('the list of leads', () => {
  it.each([
    ['grade=WARM', ['warm']],
    ['grade=COLD', ['cold']],
    ['grade=MAJOR', []],
    ['grade=HOT&state=MQL', ['hot']],
    ['department=East', ['east']],
    ['department=west', ['west']],
    ['department=East&grade=WARM', []],
    ['tag=Fair%202026', ['hot', 'west']],
    ['tag=fair%202026&department=West&grade=HOT&state=OFFERED', ['west']],
    ['tag=Key%20account', []],
  ])('of %s has these only', async (query, expected) => {
    const { items, cursor } = await list(query);

    expect([names(items).toSorted(), cursor]).toEqual([expected, undefined]);
  });

  it('has of an SDR’s department what he has and no rep', async () => {
    const { department } = (await company.store.sdr('sdr-1')) ?? {};

    const { items } = await list(`department=${department}`);

    expect(names(items)).toEqual(['sdrs']);
  });

  it('is found and filtered at once', async () => {
    const query = `q=${ids.get('hot')}`;

    expect(names((await list(`${query}&grade=HOT&tag=Fair%202026`)).items)).toEqual(['hot']);
    expect((await list(`${query}&grade=COLD`)).items).toEqual([]);
  });

  it('keeps its order and loses none from page to page', async () => {
    const all = names((await list('grade=HOT')).items);
    const paged: Json[] = [];
    let cursor = '';
    for (let pages = 0; pages < 10 && cursor !== undefined; pages += 1) {
      const page = await list(
        `grade=HOT&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      paged.push(...page.items);
      cursor = page.cursor;
    }

    expect(names(paged)).toEqual(all);
    expect(all.toSorted()).toEqual(['east', 'hot', 'sdrs', 'west']);
  });

  it('has full pages of one’s own, however many others come before', async () => {
    const mine = await list('mine=true&limit=1', 'sdr-1', 'sdr');
    const reps = await list('limit=1', 'rep-west', 'rep');

    expect(mine.items).toHaveLength(1);
    expect(names(reps.items)).toEqual(['west']);
  });

  it('goes by the grade that is shown, not by that which was stored when the start was further off', async () => {
    const before = await company.lead(ids.get('warm') ?? '');
    const startStatedAt = minus(company.now, 'P70D');
    const after = { ...before, facts: { ...before.facts, startStatedAt } };
    await company.store.commit({ changes: [{ kind: 'lead', before, after }] });

    const [hot, warm] = [await list('grade=HOT&state=MQL'), await list('grade=WARM&state=MQL')];

    expect((await company.lead(before.leadId)).grade).toBe('WARM');
    expect([names(hot.items).toSorted(), names(warm.items)]).toEqual([['hot', 'warm'], []]);
  });

  it.each([
    ['grade=LUKEWARM', 'grade'],
    ['department=Nowhere', 'department'],
    ['tag=unheard', 'tag'],
    ['tag=', 'tag'],
  ])('of %s is refused with what there is', async (query, path) => {
    const refused = await company.ops.get(`/v1/leads?${query}`);

    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});
