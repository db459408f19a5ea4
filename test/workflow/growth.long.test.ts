import { afterEach, describe, expect, it } from 'vitest';
import type { RepRecord } from '../../functions/leads/desk/desk.ts';
import { Instant, instantOf, millisOf, plus } from '../../functions/leads/instant.ts';
import { countWork, totalWork } from '../../infra/tools/cost/count.ts';
import { type Company, openCompany } from '../support/company.ts';
import { anOffer, anOfferedLead } from '../support/handover-builders.ts';
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

describe('an offer', () => {
  it('takes as many units of a company of 1,000 or 5,000 reps as of one of 10', async () => {
    const small = await unitsOfAnOffer(10);
    await company.close();
    const large = await unitsOfAnOffer(1000);
    await company.close();
    const huge = await unitsOfAnOffer(5000);

    expect(large).toBeLessThanOrEqual(small * 1.2);
    expect(huge).toBeLessThanOrEqual(small * 1.3);
  });
});
