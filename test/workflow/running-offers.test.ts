import { afterEach, describe, expect, it } from 'vitest';
import CN from '../../functions/leads/calendar/calendars/CN.json' with { type: 'json' };
import { type Company, openCompany } from '../support/company.ts';

const rosterMonths = ['2026-09'];

let company: Company;
afterEach(() => company.close());

async function offered(options: object = {}) {
  company = await openCompany({ rosterMonths, ...options });
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

async function publish(change: { readonly off?: readonly string[]; readonly on?: object }) {
  const {
    id: _,
    version: _version,
    ...calendar
  } = (await company.ops.get('/v1/calendars/CN')).body as typeof CN & {
    id: string;
    version: number;
  };
  await company.must(company.ops.put('/v1/calendars/CN', { ...calendar, ...change }));
  await company.runtime.settled();
}

describe('a calendar that changes while an offer is pending', () => {
  it('extends its deadlines when a holiday is declared, and the execution waits for the new one', async () => {
    const offer = await offered();

    await publish({ off: [...CN.off, '2026-09-15'].toSorted() });

    const extended = await company.offer(offer.leadId);
    expect(extended).toMatchObject({
      status: 'PENDING',
      acceptDueAt: '2026-09-17T01:30:00.000Z',
      expireAt: '2026-09-17T01:31:00.000Z',
      contactDueAt: offer.contactDueAt,
    });
    expect(await company.story(offer.leadId)).toContain('DeadlineExtended');
    await company.advanceTo('2026-09-16T02:00:00.000Z');
    expect((await company.accept(extended)).status).toBe(200);
  });

  it('counts silence only at the later deadline, and once', async () => {
    const offer = await offered();
    await publish({ off: [...CN.off, '2026-09-15'].toSorted() });

    await company.advanceTo('2026-09-17T01:31:00.000Z');

    const story = await company.events(offer.leadId);
    expect(story.filter(({ type }) => type === 'TimedOut')).toMatchObject([
      { occurredAt: '2026-09-17T01:31:00.000Z' },
    ]);
    expect((await company.store.record(offer.repId))?.handled).toMatchObject([
      { outcome: 'missed', effectiveAt: '2026-09-17T01:30:00.000Z' },
    ]);
  });

  it('never shortens them: a day off that becomes a working day is for the next offer', async () => {
    const offer = await offered({ start: '2026-09-11T08:30:00.000Z' });

    await publish({ on: { ...CN.on, '2026-09-12': CN.weekly.mon } });

    const { leadId } = await company.handOver();
    expect(await company.offer(offer.leadId)).toEqual(offer);
    expect(offer.acceptDueAt).toBe('2026-09-15T08:30:00.000Z');
    expect((await company.offer(leadId)).acceptDueAt).toBe('2026-09-14T08:30:00.000Z');
  });
});

describe('a policy that changes while an offer is pending', () => {
  it('leaves the running offer its deadlines and version; the next one has the new', async () => {
    const offer = await offered();
    const { body } = await company.ops.get('/v1/policy');
    const { version, ...document } = body as { version: number; clocks: object };
    const clocks = { ...document.clocks, accept: { clock: 'workingDayHours', duration: 'PT24H' } };

    await company.must(
      company.ops.put('/v1/policy', { ...document, clocks }, { 'if-match': `"${version}"` }),
    );
    await company.runtime.settled();

    const next = await company.offer((await company.handOver()).leadId);
    expect(await company.offer(offer.leadId)).toEqual(offer);
    expect(next).toMatchObject({
      policyVersion: offer.policyVersion + 1,
      acceptDueAt: '2026-09-15T01:30:00.000Z',
    });
    await company.advanceTo(offer.acceptDueAt);
    expect((await company.accept(offer)).status).toBe(200);
  });
});
