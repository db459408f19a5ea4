import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

const rosterMonths = ['2026-09'];

let company: Company;
afterEach(() => company.close());

async function dealt(leads: number): Promise<readonly string[]> {
  const repIds: string[] = [];
  for (let lead = 0; lead < leads; lead += 1)
    repIds.push((await company.offer((await company.handOver()).leadId)).repId);
  return repIds;
}

function count(repIds: readonly string[], repId: string): number {
  return repIds.filter((one) => one === repId).length;
}

describe('whose turn it is (A3-8)', () => {
  it('goes round evenly among the reps of a department', async () => {
    company = await openCompany({ rosterMonths });

    const first = await dealt(3);
    const second = await dealt(3);

    expect(new Set(first).size).toBe(3);
    expect(second).toEqual(first);
  });

  it('goes to departments in proportion to their eligible heads (X-9)', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [
        { repId: 'east-1', department: 'East' },
        { repId: 'east-2', department: 'East' },
        { repId: 'south-1', department: 'South' },
      ],
    });

    const repIds = await dealt(6);

    expect(['east-1', 'east-2', 'south-1'].map((repId) => count(repIds, repId))).toEqual([2, 2, 2]);
  });

  it('gives a rep of weight 2 twice as many', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [{ repId: 'rep-a', weight: 2 }, { repId: 'rep-b' }],
    });

    expect(count(await dealt(6), 'rep-a')).toBe(4);
  });

  it('skips who is full, and he keeps his place', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [{ repId: 'rep-a', capacity: 1 }, { repId: 'rep-b' }],
    });

    const whileFull = await dealt(3);
    const [his] = (await company.store.offersOfRep('rep-a', 'PENDING', { limit: 1 })).items;
    if (his) await company.must(company.accept(his));
    const next = await dealt(1);

    expect([count(whileFull, 'rep-a'), count(whileFull, 'rep-b')]).toEqual([1, 2]);
    expect(next).toEqual(['rep-a']);
  });

  it('is not given back for silence: the turn of an offer that ran out stays spent', async () => {
    company = await openCompany({ rosterMonths });
    const { leadId } = await company.handOver();
    const silent = await company.offer(leadId);

    await company.letExpire(silent);

    expect(await company.turns(silent.repId)).toBe(1);
    expect((await company.offers(leadId))[0]).toMatchObject({ creditedBack: false });
  });
});

describe('the named owner of an account', () => {
  it('gets its lead first, off roster and out of scope, and it costs him no turn', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [{ repId: 'rep-a' }, { repId: 'rep-owner', regions: ['CN-BJ'] }],
    });
    await company.publishRoster('2026-09', ['rep-a']);
    const lead = await company.submit();
    await own(lead.accountId ?? '', 'rep-owner');

    await company.handOver(lead);

    expect(await company.offer(lead.leadId)).toMatchObject({
      repId: 'rep-owner',
      usesTurn: false,
      trace: { rung: 'owner' },
    });
    expect(await company.turns('rep-owner')).toBe(0);
  });

  it('is passed over while he is inactive', async () => {
    company = await openCompany({ rosterMonths, reps: [{ repId: 'rep-a' }, { repId: 'rep-b' }] });
    const lead = await company.submit();
    await own(lead.accountId ?? '', 'rep-b');
    await company.putRep({ repId: 'rep-b', active: false });

    await company.handOver(lead);

    expect(await company.offer(lead.leadId)).toMatchObject({ repId: 'rep-a', usesTurn: true });
  });

  it('is passed over in this cycle once he was silent', async () => {
    company = await openCompany({ rosterMonths, reps: [{ repId: 'rep-a' }, { repId: 'rep-b' }] });
    const lead = await company.submit();
    await own(lead.accountId ?? '', 'rep-b');
    await company.handOver(lead);

    await company.letExpire(await company.offer(lead.leadId));

    expect(await company.offers(lead.leadId)).toMatchObject([
      { repId: 'rep-b', usesTurn: false, status: 'TIMED_OUT' },
      { repId: 'rep-a', usesTurn: true, status: 'PENDING' },
    ]);
  });

  async function own(accountId: string, ownerRepId: string) {
    const before = await company.store.account(accountId);
    if (!before) throw new Error(`no account ${accountId}`);
    await company.store.commit({
      changes: [{ kind: 'account', before, after: { ...before, ownerRepId } }],
    });
  }
});

describe('why an offer went where it went', () => {
  it('names candidates, codes, counters, tie-break and versions, to its rep and to no other', async () => {
    company = await openCompany({
      rosterMonths,
      reps: [{ repId: 'rep-a' }, { repId: 'rep-north', regions: ['CN-BJ'] }],
    });
    const { leadId } = await company.handOver();
    const { offerId } = await company.offer(leadId);

    const his = await company.as('rep-a', 'rep').get(`/v1/offers/${offerId}/why`);
    const other = await company.as('rep-north', 'rep').get(`/v1/offers/${offerId}/why`);

    expect(his).toMatchObject({
      status: 200,
      body: {
        offerId,
        leadId,
        rung: 'department',
        chosenBy: { as: 'router' },
        candidates: [
          { repId: 'rep-a', codes: [] },
          { repId: 'rep-north', codes: ['OUT_OF_SCOPE_REGION'] },
        ],
        tieBreak: 'onlyOne',
        counters: { before: { served: 0 }, after: { served: 1 } },
        rosterMonth: '2026-09',
        policyVersion: 1,
        calendar: { id: 'CN' },
      },
    });
    expect(other).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_OFFER' } });
  });
});
