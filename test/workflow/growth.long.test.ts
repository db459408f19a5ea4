import { afterEach, describe, expect, it } from 'vitest';
import type { RepRecord } from '../../functions/leads/desk/desk.ts';
import { LeadId } from '../../functions/leads/ids.ts';
import { Instant, instantOf, millisOf, plus } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { countWork, totalWork } from '../../infra/tools/cost/count.ts';
import { type Company, openCompany } from '../support/company.ts';
import { anOffer, anOfferedLead } from '../support/handover-builders.ts';
import { drop } from '../support/journeys.ts';
import { openLargeCompany } from '../support/large-company.ts';

let company: Company;
afterEach(() => company.close());

/** Read and write units of one handover, after the company has dealt a few. */
async function unitsOfAnOffer(reps: number): Promise<number> {
  company = await openLargeCompany(reps);
  for (let dealt = 0; dealt < 3; dealt += 1) await company.handOver();
  const lead = await company.submit();
  const counter = countWork(company.runtime);
  const { state } = await company.handOver(lead);
  expect(state).toBe('OFFERED');
  const { read, write } = totalWork(counter.counts());
  return read + write;
}

/** Answers of half a year, as a release wrote them that kept all. */
function halfAYear(repId: string, answers: number, now: Instant): RepRecord {
  const handled = Array.from({ length: answers }, (_, n) => {
    const effectiveAt = instantOf(millisOf(now) - (answers - n) * 2 * 3_600_000);
    const offerId = `lead_01M2ERJ3E0HHEXS6SXTE${String(n).padStart(6, '0')}-c1-o1`;
    const window = { from: effectiveAt, until: effectiveAt };
    const outcome = 'answered' as const;
    return {
      offerId,
      leadId: offerId.slice(0, 31),
      effectiveAt,
      settledAt: effectiveAt,
      outcome,
      window,
    };
  });
  return { repId, version: 1, handled };
}

it('a rep answers however many offers he has had: at 1,483 of them his next answer failed', async () => {
  company = await openCompany({ reps: [{ repId: 'rep-a' }] });
  const after = halfAYear('rep-a', 1400, company.now);
  await company.store.commit({ changes: [{ kind: 'record', after }] });
  for (let n = 0; n < 3; n += 1) {
    const { leadId } = await company.handOver();
    expect((await company.accept(await company.offer(leadId))).status).toBe(200);
  }

  expect((await company.store.record('rep-a'))?.handled.length).toBeLessThan(30);
});

it('a calendar that is published again reaches every pending offer, a few in each call', async () => {
  company = await openCompany({ reps: [{ repId: 'rep-a', capacity: 500 }], tickEvery: 'PT1M' });
  const mondayNight = Instant.parse('2026-09-14T15:00:00Z');
  const offers = Array.from({ length: 80 }, (_, n) =>
    anOffer(n + 1, {
      repId: 'rep-a',
      offeredAt: company.now,
      acceptDueAt: plus(company.now, 'PT48H'),
      expireAt: plus(company.now, 'PT48H1M'),
      calendar: { id: 'CN', version: 1 },
    }),
  );
  for (const offer of offers)
    await company.store.commit({
      changes: [
        { kind: 'lead', after: anOfferedLead(offer) },
        { kind: 'offer', after: offer },
      ],
    });
  await company.runtime.advance({ to: mondayNight });
  const known = (await company.ops.get('/v1/calendars/CN')).body as Record<string, unknown>;
  const { id: _id, version: _version, ...calendar } = known;
  const off = [...(calendar.off as string[]), '2026-09-15'];
  await company.must(company.ops.put('/v1/calendars/CN', { ...calendar, off }));

  await company.advance('PT10M');

  const dues = await Promise.all(
    offers.map(async ({ offerId }) => (await company.store.offer(offerId))?.acceptDueAt),
  );
  expect(new Set(dues).size).toBe(1);
  expect(dues[0]).toBe(plus(offers[0]?.acceptDueAt ?? company.now, 'PT24H'));
});

describe('one customer', () => {
  it('has a thousand colleagues: each event says who came, and the lead is shown, handed over and erased', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a' }], tickEvery: 'P1D' });
    const { leadId } = await company.submit({ person: { email: 'first@acme.example' } });
    const buyingGroup = Array.from(
      { length: 990 },
      (_, n) => `pers_${String(n).padStart(26, '0')}`,
    );
    const before = await company.lead(leadId);
    await company.store.commit({
      changes: [{ kind: 'lead', before, after: { ...before, buyingGroup } }],
    });

    for (let n = 0; n < 10; n += 1)
      await company.submit({ person: { name: `Colleague ${n}`, email: `c${n}@acme.example` } });

    const events = (await company.events(leadId)).filter(
      ({ type }) => type === 'ColleagueEnquired',
    );
    expect(events).toHaveLength(10);
    for (const event of events) expect(JSON.stringify(event).length).toBeLessThan(2000);
    expect((await company.lead(leadId)).buyingGroup).toHaveLength(1000);
    await works(leadId);
  });

  it('sends five hundred forms: each is a touch of the one lead, which is shown, handed over and erased', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a' }], tickEvery: 'P1D' });
    const person = { name: 'Ann Li', email: 'ann@acme.example' };
    const { leadId } = await company.submit({ person });

    for (let n = 1; n < 500; n += 1)
      await company.submit({ person: { ...person, title: `Title ${n}` } });

    expect(await company.store.touchesOf(LeadId.parse(leadId))).toHaveLength(500);
    await works(leadId);
  });

  it.each(['into it', 'with it into another'])(
    'was made one of two hundred: what is merged %s closes, opens again and is erased',
    async (way) => {
      company = await openCompany({ reps: [{ repId: 'rep-a' }], tickEvery: 'P1D' });
      const lead = await heldForMany(await company.submit(), 200);
      const other = await company.submit();
      if (way !== 'into it') await company.act('sdr-1', 'sdr', `/v1/leads/${other.leadId}/take`);
      const merge = `/v1/leads/${other.leadId}/merge`;
      await company.must(company.act('ops-1', 'ops', merge, { into: lead.leadId }));
      const { mergedInto, leadId } = await company.lead(lead.leadId);
      const goesOn = await company.lead(mergedInto ?? leadId);
      expect(goesOn.heldFor.length).toBeGreaterThan(200);

      const again = await company.submit({
        person: { name: 'Person 1', email: 'person1@company1.example' },
      });
      expect(again.leadId).toBe(goesOn.leadId);
      await company.must(drop(company, goesOn, 'NO_NEED'));
      const next = await company.submit({
        person: { name: 'Person 1', email: 'person1@company1.example' },
      });

      expect(next.leadId).not.toBe(goesOn.leadId);
      await works(next.leadId);
    },
  );

  /** Shown, handed over, accepted and erased. */
  async function works(leadId: string): Promise<void> {
    await company.must(company.as('sdr-1', 'sdr').get(`/v1/leads/${leadId}`));
    await company.must(company.as('sdr-1', 'sdr').get(`/v1/leads/${leadId}/timeline`));
    const { state } = await company.handOver(await company.lead(leadId));
    expect(state).toBe('OFFERED');
    await company.must(company.accept(await company.offer(leadId)));
    await company.must(
      company.act('admin-1', 'admin', `/v1/leads/${leadId}/erase`, { reason: 'asked' }),
    );
    await company.runtime.settled();
    expect((await company.lead(leadId)).state).toBe('ERASED');
    expect(company.runtime.failures).toEqual([]);
  }

  /** The lead, with the locks of so many people who were merged into it. */
  async function heldForMany(lead: Lead, many: number): Promise<Lead> {
    const heldFor = Array.from({ length: many }, (_, n) => `pers_${String(n).padStart(26, '0')}`);
    const locks = heldFor.map((id) => ({ id: `${id}|core`, version: 1, leadId: lead.leadId }));
    await company.store.commit({
      changes: [{ kind: 'lead', before: lead, after: { ...lead, heldFor } }],
    });
    for (let from = 0; from < many; from += 50)
      await company.store.commit({
        changes: locks.slice(from, from + 50).map((after) => ({ kind: 'lock', after })),
      });
    return company.lead(lead.leadId);
  }
});

describe('an offer', () => {
  it('takes as many units of a company of 1,000 or 5,000 reps as of one of 10', async () => {
    const small = await unitsOfAnOffer(10);
    await company.close();
    const large = await unitsOfAnOffer(1000);
    await company.close();
    const huge = await unitsOfAnOffer(5000);

    expect(large).toBeLessThanOrEqual(small * 1.2);
    expect(huge).toBeLessThanOrEqual(small * 1.2);
  });
});
