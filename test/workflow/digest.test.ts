// What staff are told in the morning (A0-12, A3-12): a company in Shanghai with a rep in New York, over a week and its Monday.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../functions/ports.ts';
import { DigestsNotSent, digestSender } from '../../functions/use-cases/digest/send-digests.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import type { StoredMessage } from '../../infra/local/outbox.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';

const reps = [
  { repId: 'rep-a', regions: ['CN-SH'] },
  { repId: 'rep-b', regions: ['CN-GD'], languages: ['zh-CN'] },
  { repId: 'rep-us', regions: ['US'], calendar: 'US', department: 'West' },
  { repId: 'rep-idle', regions: ['FR'], department: 'West' },
];
const departments = {
  East: { regions: ['CN-SH', 'CN-GD'], mode: 'direct' as const, directorSub: 'director-1' },
  West: { regions: ['US', 'FR'], mode: 'director' as const },
};
const monday = { reps, departments, reports: true as const, tickEvery: 'PT15M' };

async function digestsIn(company: Company): Promise<readonly StoredMessage[]> {
  await company.runtime.settled();
  const messages = await company.runtime.outbox.messages();
  return messages.filter(({ id }) => id.startsWith('digest|'));
}

async function offerIn(company: Company, region: string) {
  const lead = await company.handOver(await company.submit({ company: { region } }));
  return company.offer(lead.leadId);
}

describe('a week of mornings', () => {
  let company: Company;
  let all: readonly StoredMessage[];
  const told = (to: string, day: string) =>
    all.find((one) => one.to === to && one.at.startsWith(day));
  const daysOf = (to: string) =>
    all.filter((one) => one.to === to).map(({ at, subject }) => `${at.slice(0, 16)} ${subject}`);

  beforeAll(async () => {
    company = await openCompany(monday);
    const { channels, ...policy } = (await company.store.policy()).document;
    const named = { ...policy, channels: { ...channels, pageUrl: 'https://leads.example' } };
    await company.must(company.ops.put('/v1/policy', named, { 'if-match': '"1"' }));
    const away = { from: '2026-09-16T16:00:00.000Z', to: '2026-09-17T16:00:00.000Z' };
    await company.must(company.as('rep-b', 'rep').post('/v1/reps/rep-b/absences', away));
    await company.advance('PT20M');
    const refused = await offerIn(company, 'CN-SH');
    const accepted = await offerIn(company, 'CN-GD');
    const queued = await company.submit();
    const taken = await company.submit();
    await company.must(company.as('sdr-1', 'sdr').post(`/v1/leads/${taken.leadId}/take`));
    await company.advanceTo('2026-09-14T11:00:00.000Z');
    await company.handOver(await company.submit({ company: { region: 'US' } }));
    await company.advanceTo('2026-09-15T02:00:00.000Z');
    await company.must(company.reject(refused));
    await company.must(
      company.act('sdr-1', 'sdr', `/v1/offers/${refused.offerId}/dispute`, { note: 'no call' }),
    );
    await company.must(company.accept(accepted));
    const closed = { ...goodAnswers, verdict: 'notALead', reason: 'POOR_FIT' };
    const sdr = company.as('sdr-1', 'sdr');
    await company.must(sdr.post(`/v1/leads/${queued.leadId}/take`));
    for (const { leadId } of [queued, taken])
      await company.must(sdr.post(`/v1/leads/${leadId}/qualification`, closed));
    await company.advanceTo('2026-09-21T13:00:00.000Z');
    all = await digestsIn(company);
  });
  afterAll(() => company.close());

  it('begin at half past eight of each one’s own zone', () => {
    expect(daysOf('rep-a')[0]).toBe('2026-09-15T00:30 What waits for you today');
    expect(daysOf('rep-us')[0]).toBe('2026-09-15T12:30 What waits for you today');
  });

  it('tell a rep in his language, with the customer’s name and the deadline on his own clock', () => {
    expect(told('rep-b', '2026-09-15')).toMatchObject({
      subject: '今日待办',
      text: [
        '待接受或拒绝的线索\n- Person 2（company2.example）：截止 9月16日周三 09:50',
        '查看全部：https://leads.example/',
      ].join('\n\n'),
    });
    expect(told('rep-us', '2026-09-15')?.text).toContain('Leads to accept or reject\n- Person 5');
  });

  it('tell an SDR what he has taken, and what is nobody’s yet', () => {
    expect(told('sdr-1', '2026-09-15')?.text).toContain(
      [
        'Leads of yours to qualify',
        '- Person 4, company4.example: grade HOT, yours since Monday 14 Sep 09:50',
        '',
        'In the queue, and nobody’s yet',
        '- Person 3, company3.example: grade HOT, waits since Monday 14 Sep 09:50',
      ].join('\n'),
    );
  });

  it('tell directors what only they can do', () => {
    expect(told('group:director', '2026-09-15')?.text).toContain('Leads for you to assign\n- Per');
    expect(told('director-1', '2026-09-15')).toBeUndefined();
    expect(told('director-1', '2026-09-16')?.text).toMatch(
      /^Disputes to rule on\n- Person 1, company1.example: rep-a refused it; neutral call-back by/,
    );
  });

  it('are silent where nothing waits any more, and never come to one who has nothing to do', () => {
    expect(told('rep-a', '2026-09-16')).toBeUndefined();
    expect(told('sdr-1', '2026-09-17')).toBeUndefined();
    expect(daysOf('rep-idle')).toEqual([]);
  });

  it('leave out who is away, and days that nobody works', () => {
    expect(daysOf('rep-b').map((one) => one.slice(0, 10))).not.toContain('2026-09-17');
    expect(all.filter(({ at }) => at.startsWith('2026-09-19'))).toEqual([]);
  });

  it('end in a Monday with the agenda of the weekly meeting: to its rep, its SDR, its director', () => {
    const agenda = [
      'For the weekly meeting: what sales rejected or gave back',
      '- Person 1, company1.example: rejected by rep-a, no budget; SDR sdr-1; dispute: open',
    ].join('\n');

    for (const to of ['rep-a', 'sdr-1', 'director-1'])
      expect(told(to, '2026-09-21')).toMatchObject({
        subject: 'Your week: what waits, and what to talk about',
        text: expect.stringContaining(agenda),
      });
    expect(told('rep-us', '2026-09-21')?.text ?? '').not.toContain('weekly meeting');
  });

  it('tell directors alone the headlines, with the reports in which they stand', () => {
    const days = 'from=2026-09-14&to=2026-09-20';

    expect(told('director-1', '2026-09-21')?.text).toContain(
      [
        'Figures since the last weekly digest',
        `- Came in: MQL 5, SAL 1, opportunities 0, orders 0; see /v1/reports/funnel?view=period&${days}`,
      ].join('\n'),
    );
    expect(told('rep-a', '2026-09-21')?.text).not.toContain('Figures');
  });

  it('come once a person and day, as an event that names nobody', async () => {
    const ids = all.map(({ id }) => id);
    const { items } = await company.store.eventsOf('digest_rep-b-2026-09-15', { limit: 9 });

    expect(new Set(ids).size).toBe(ids.length);
    expect(items).toMatchObject([
      { type: 'DigestSent', data: { to: 'rep-b', digest: 'daily', sections: ['answer'] } },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/Person|company2/);
  });
});

describe('one morning', () => {
  let company: Company;
  const at = '2026-09-15T00:30:00.000Z';
  const sender = (over: Partial<Deps['store']> = {}, metrics = new MemoryMetrics()) => {
    const { store } = company;
    const held = new Proxy(store, {
      get: (target, call: keyof typeof store) => over[call] ?? target[call],
    });
    // Codec: a digest is written by the store, and needs no other port.
    return digestSender({ store: held, metrics } as unknown as Deps);
  };
  const sent = async () => (await digestsIn(company)).map(({ to }) => to).toSorted();

  it('is told once, whoever comes twice, at once, after a failure, or late', async () => {
    company = await openCompany({ reps, departments });
    await offerIn(company, 'CN-SH');
    await offerIn(company, 'CN-GD');
    await company.advanceTo(at);
    const failing = sender({
      record: async (repId) => {
        if (repId === 'rep-a') throw new Error('the table is away');
        return company.store.record(repId);
      },
    });

    await expect(failing({ at: company.now })).rejects.toThrow(DigestsNotSent);
    expect(await sent()).toEqual(['rep-b']);
    await expect(sender()({ at: company.now, mayGoOn: () => false })).resolves.toMatchObject({
      sent: 0,
      idleUntil: company.now,
    });
    await company.advance('PT6H');
    const late = { at: company.now };
    const [one, other] = await Promise.all([sender()(late), sender()(late)]);
    const again = await sender()(late);

    expect([one.sent + other.sent, again.sent]).toEqual([1, 0]);
    expect(await sent()).toEqual(['rep-a', 'rep-b']);
    await company.close();
  });

  it('tells nobody of what the desk says he does not want, and nobody where the policy has none', async () => {
    company = await openCompany({ reps, departments, policy: { digest: { daily: '08:00' } } });
    await offerIn(company, 'CN-SH');
    await offerIn(company, 'CN-GD');
    await company.must(
      company.ops.put('/v1/reps/rep-a', {
        ...{ name: 'A', email: 'a@leadloop.example', department: 'East', calendar: 'CN' },
        ...{ regions: ['CN-SH'], productLines: [], digest: 'weekly' },
      }),
    );
    await company.advanceTo('2026-09-15T00:15:00.000Z');
    await sender()({ at: company.now });
    expect(await sent()).toEqual(['rep-b']);

    const { document } = await company.store.policy();
    const off = { ...document, digest: { ...document.digest, daily: 'off', weekly: 'off' } };
    await company.must(company.ops.put('/v1/policy', off, { 'if-match': '"1"' }));
    await company.advanceTo('2026-09-16T02:00:00.000Z');

    expect(await sender()({ at: company.now })).toEqual({ sent: 0, failed: 0, idleUntil: null });
    await company.close();
  });

  it('waits for who is away until he is back, if that is the same day', async () => {
    company = await openCompany({ reps, departments });
    await offerIn(company, 'CN-SH');
    await company.must(
      company.ops.post('/v1/reps/rep-a/absences', {
        from: '2026-09-15T00:00:00.000Z',
        to: '2026-09-15T02:00:00.000Z',
      }),
    );
    const send = sender();
    await company.advanceTo(at);
    await send({ at: company.now });
    expect(await sent()).toEqual([]);

    await company.advanceTo('2026-09-15T02:00:00.000Z');
    await send({ at: company.now });

    expect(await sent()).toEqual(['rep-a']);
    await company.close();
  });

  it('names nobody who was erased, nor tells of his dispute', async () => {
    company = await openCompany({ reps, departments });
    const offer = await offerIn(company, 'CN-SH');
    await company.must(company.reject(offer));
    await company.act('sdr-1', 'sdr', `/v1/offers/${offer.offerId}/dispute`, { note: 'no call' });
    await company.must(
      company.act('admin-1', 'admin', `/v1/leads/${offer.leadId}/erase`, { reason: 'asked' }),
    );
    await company.advanceTo(at);

    await sender()({ at: company.now });

    expect(await sent()).toEqual([]);
    await company.close();
  });

  it('reads a company’s lists once, and nothing of those who have had theirs', async () => {
    company = await openCompany({ reps, departments });
    await offerIn(company, 'CN-SH');
    await company.advanceTo(at);
    const calls: string[] = [];
    const counted = new Proxy(company.store, {
      get: (target, call: keyof Deps['store']) => {
        calls.push(call);
        return target[call];
      },
    });
    const send = digestSender({ store: counted, metrics: new MemoryMetrics() } as unknown as Deps);

    await send({ at: company.now });
    expect(calls.filter((call) => call === 'leadsIn')).toHaveLength(6);
    calls.length = 0;
    await send({ at: company.now });

    // Those in New York are still asleep.
    expect(calls).toEqual(['desk']);
    await company.close();
  });
});
