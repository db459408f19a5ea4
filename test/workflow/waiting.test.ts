// Waiting in turn: capacity that becomes free goes to the first who waits, and no newer lead overtakes him (4.5; invariant 20).

import { afterEach, describe, expect, it } from 'vitest';
import { type Company, type CompanyOptions, openCompany } from '../support/company.ts';
import { expectSound } from '../support/journeys.ts';

let company: Company;
afterEach(() => company.close());

/** One rep with room for one offer: whoever comes second waits. */
async function fullCompany(options: CompanyOptions = {}) {
  company = await openCompany({ reps: [{ repId: 'rep-a', capacity: 1 }], ...options });
  return company.handOver();
}

/** Hands a lead over that then waits. */
async function another(startWithinMonths = 2) {
  const lead = await company.handOver(await company.submit(), {
    ...answers,
    timeline: { startWithinMonths },
  });
  await company.advance('PT1M');
  return lead;
}

const answers = {
  verdict: 'ready',
  budget: 'approved',
  authority: 'decides',
  need: 'matches',
  process: 'matches',
  role: 'decisionMaker',
  note: 'wants it',
} as const;

const stateOf = async ({ leadId }: { leadId: string }) => (await company.lead(leadId)).state;

describe('room that becomes free', () => {
  it.each([
    ['an acceptance', async (leadId: string) => company.accept(await company.offer(leadId))],
    ['a refusal', async (leadId: string) => company.reject(await company.offer(leadId))],
    [
      'a recall',
      async (leadId: string) =>
        company
          .as('sdr-1', 'sdr')
          .post(`/v1/offers/${(await company.offer(leadId)).offerId}/withdraw`, {
            reason: 'CUSTOMER_CALLED',
          }),
    ],
    ['a larger cap', async () => company.putRep({ repId: 'rep-a', capacity: 2 })],
  ])('by %s wakes the first who waits at once', async (_what, free) => {
    const first = await fullCompany();
    const [second, third] = [await another(), await another()];
    expect([await stateOf(second), await stateOf(third)]).toEqual(['UNROUTED', 'UNROUTED']);

    await company.must(free(first.leadId));
    await company.runtime.settled();

    expect([await stateOf(second), await stateOf(third)]).toEqual(['OFFERED', 'UNROUTED']);
    await expectSound(company, await company.lead(second.leadId), await company.lead(third.leadId));
  });

  it('goes to the first who waits, not to a newer lead that comes at that moment', async () => {
    const first = await fullCompany();
    const second = await another();
    company.runtime.faults.loseWakes = true;
    await company.must(company.accept(await company.offer(first.leadId)));
    await company.runtime.settled();
    company.runtime.faults.loseWakes = false;

    const newer = await company.handOver();

    expect([await stateOf(second), await stateOf(newer)]).toEqual(['OFFERED', 'UNROUTED']);
    await company.runtime.settled();
    await expectSound(company, await company.lead(second.leadId), await company.lead(newer.leadId));
  });

  it('goes by grade before it goes by time', async () => {
    const first = await fullCompany();
    const cold = await another(11);
    const hot = await another(1);
    await company.must(company.accept(await company.offer(first.leadId)));
    await company.runtime.settled();

    expect([await stateOf(cold), await stateOf(hot)]).toEqual(['UNROUTED', 'OFFERED']);
  });

  it('passes over who waits for somebody else', async () => {
    const first = await fullCompany({
      reps: [{ repId: 'rep-a', capacity: 1, regions: ['CN-SH'] }],
    });
    const elsewhere = await company.handOver(
      await company.submit({ company: { region: 'CN-BJ' } }),
    );
    const here = await company.handOver(await company.submit({ company: { region: 'CN-SH' } }));
    expect(await stateOf(first)).toBe('OFFERED');

    await company.must(company.accept(await company.offer(first.leadId)));
    await company.runtime.settled();

    expect([await stateOf(elsewhere), await stateOf(here)]).toEqual(['UNROUTED', 'OFFERED']);
  });
});

describe('a scope (4.5)', () => {
  it.each(['CN-SH', 'cn-sh', 'CN_SH', ' Shanghai ', '上海', 'CN', 'China', 'ＣＮ－ＳＨ'])(
    'of CN-SH takes a lead that says %s',
    async (region) => {
      company = await openCompany({ reps: [{ repId: 'rep-a', regions: ['CN-SH'] }] });

      const lead = await company.handOver(await company.submit({ company: { region } }));

      expect(lead.state).toBe('OFFERED');
      expect(['CN', 'CN-SH']).toContain(lead.region);
    },
  );

  it.each([
    ['UK', 'GB-LND'],
    ['GB', 'uk-lnd'],
    ['cn', 'CN-GD'],
    ['Guangdong', 'cn_gd'],
  ])('that ops wrote as %s takes a lead from %s', async (scope, region) => {
    company = await openCompany({ reps: [{ repId: 'rep-a', regions: [scope] }] });

    const lead = await company.handOver(await company.submit({ company: { region } }));

    expect(lead.state).toBe('OFFERED');
  });

  it('takes no lead from beside it', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a', regions: ['CN-SH', 'DE'] }] });

    const lead = await company.handOver(await company.submit({ company: { region: 'CN-BJ' } }));

    expect(lead.state).toBe('UNROUTED');
  });

  it('that knows no such region leaves it as it was written, and ops are asked', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a', regions: ['CN-SH'] }] });

    const lead = await company.handOver(
      await company.submit({ company: { region: 'Greater Bay Area' } }),
    );

    expect(lead).toMatchObject({ state: 'UNROUTED', region: 'Greater Bay Area' });
    const told = (await company.events(lead.leadId)).find(({ type }) => type === 'NoEligibleRep');
    expect(told?.data).toMatchObject({
      trace: { candidates: [{ repId: 'rep-a', codes: ['REGION_UNKNOWN'] }] },
    });
    const messages = await company.runtime.outbox.messages();
    expect(messages.find(({ subject }) => subject === 'No rep can take a lead')?.text).toContain(
      'regionNames',
    );
  });

  it('is found once ops have added the spelling', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a', regions: ['CN-GD'] }] });
    const lead = await company.handOver(
      await company.submit({ company: { region: 'Greater Bay Area' } }),
    );
    const { body, headers } = await company.ops.get('/v1/policy');
    const { version: _, ...policy } = body as { version: number };

    await company.must(
      company.ops.put(
        '/v1/policy',
        { ...policy, regionNames: { 'CN-GD': ['greater bay area'] } },
        { 'if-match': String(headers.etag) },
      ),
    );
    await company.runtime.settled();

    expect(await stateOf(lead)).toBe('OFFERED');
  });

  it('of a row from before it had one spelling still counts', async () => {
    company = await openCompany({ reps: [{ repId: 'rep-a' }] });
    const before = await company.rep('rep-a');
    await company.store.commit({
      changes: [{ kind: 'rep', before, after: { ...before, regions: ['cn_sh'] } }],
    });

    const lead = await company.handOver(await company.submit({ company: { region: 'CN-SH' } }));

    expect(lead.state).toBe('OFFERED');
  });
});

describe('a product line (4.5)', () => {
  const person = { name: 'Li Lei', email: 'li.lei@acme.example' };
  const ask = (productLine: string, message: string) =>
    company.submit({ person, interest: { productLine, message } });

  it.each([
    ['core', 'Core'],
    ['Core', ' CORE'],
    ['Edge', 'edge'],
  ])('written %s and %s is one journey', async (one, other) => {
    company = await openCompany();

    const first = await ask(one, 'first');
    const second = await ask(other, 'second');

    expect(second.leadId).toBe(first.leadId);
  });

  it('that the policy does not list is core, with a note', async () => {
    company = await openCompany({ policy: { productLines: ['core', 'Edge'] as never } });

    const listed = await ask('edge', 'first');
    const unknown = await ask('spaceships', 'second');

    expect(listed.productLine).toBe('Edge');
    expect(unknown.productLine).toBe('core');
    const [touch] = await company.store.touchesOf(unknown.leadId);
    expect(touch?.unread).toMatchObject([{ path: 'interest.productLine', text: 'spaceships' }]);
  });

  it.each([
    ['that no rep sells', [['core'], ['Cloud']], 'spaceships', 'core', 1],
    ['that one of them sells, as he writes it or not', [['core'], ['Cloud']], 'CLOUD', 'cloud', 0],
    ['while somebody sells whatever is asked', [['core'], []], 'spaceships', 'spaceships', 0],
    ['which is core itself', [['Cloud']], 'Core', 'core', 0],
  ])('while the policy lists none: one %s', async (_case, sold, said, productLine, notes) => {
    const reps = sold.map((productLines, index) => ({ repId: `rep-${index}`, productLines }));
    company = await openCompany({ reps });

    const lead = await ask(said, 'first');

    expect(lead.productLine).toBe(productLine);
    const [touch] = await company.store.touchesOf(lead.leadId);
    expect(touch?.unread ?? []).toHaveLength(notes);
  });

  it('of an open journey from before it had one spelling is found', async () => {
    company = await openCompany();
    const first = await ask('core', 'first');
    const before = await company.lead(first.leadId);
    const locks = await company.store.locks([
      `${before.personId}|core`,
      `${before.accountId}|core`,
    ]);
    await company.store.commit({
      changes: [
        { kind: 'lead', before, after: { ...before, productLine: 'Core' } },
        ...[...locks.values()].flatMap((lock) => [
          { kind: 'lock' as const, before: lock },
          { kind: 'lock' as const, after: { ...lock, id: lock.id.replace('|core', '|Core') } },
        ]),
      ],
    });

    const second = await ask('core', 'second');

    expect(second.leadId).toBe(first.leadId);
  });

  it('named in a misroute is one of the policy’s', async () => {
    company = await openCompany({ policy: { productLines: ['core', 'edge'] as never } });
    const { leadId } = await company.handOver(
      await company.submit({ company: { region: 'CN-SH' } }),
    );
    const offer = await company.offer(leadId);

    const refused = await company.reject(offer, 'MISROUTED', {
      misrouted: { productLine: 'ships' },
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'misrouted.productLine' }] },
    });
    await company.must(company.reject(offer, 'MISROUTED', { misrouted: { productLine: 'EDGE' } }));

    expect((await company.lead(leadId)).productLine).toBe('edge');
  });
});
