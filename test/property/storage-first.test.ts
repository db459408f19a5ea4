// Whatever is away, however often and in whatever order things are sent: what was answered 202 is there, under each name that was told, once (decision 0029).

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { openCompany } from '../support/company.ts';
import { runs } from './commands.ts';

type Step =
  | { readonly do: 'send'; readonly who: number; readonly says: number; readonly key: boolean }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'turn'; readonly part: 'tables' | 'queues'; readonly off: boolean }
  | { readonly do: 'turn'; readonly part: 'duplicateWakes'; readonly off: boolean };

const turn = fc.record({
  do: fc.constant('turn' as const),
  part: fc.constantFrom('tables', 'tables', 'queues', 'duplicateWakes'),
  off: fc.boolean(),
});
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who: fc.nat({ max: 2 }),
      says: fc.nat({ max: 1 }),
      key: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat({ max: 15 }) }),
  },
  { weight: 3, arbitrary: turn },
) as fc.Arbitrary<Step>;

it('keeps what it answered 202, under every name that it told, once', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const company = await openCompany();
      const { faults } = company.runtime;
      const told: { readonly id: string; readonly who: number; readonly what: string }[] = [];
      for (const one of steps) {
        if (one.do === 'wait') await company.advance(`PT${one.minutes}M`);
        else if (one.do === 'turn' && one.part === 'duplicateWakes') faults[one.part] = one.off;
        else if (one.do === 'turn') faults[one.part] = one.off ? 'off' : 'on';
        else {
          const { who, says, key } = one;
          const what = `${who} says ${says}`;
          const person = { name: `Person ${who}`, email: `a@person${who}.example` };
          const { status, body } = await company.runtime.request('POST', '/v1/submissions', {
            body: goodForm({ person, interest: { message: what } }),
            headers: key ? { 'idempotency-key': `${who}-${says}` } : {},
          });
          await company.runtime.settled();
          expect([202, 502]).toContain(status);
          if (status === 202)
            told.push({ id: (body as { submissionId: string }).submissionId, who, what });
        }
      }
      Object.assign(faults, { tables: 'on', queues: 'on', duplicateWakes: false });
      await company.advance('PT15M');

      const rows = await Promise.all(told.map(({ id }) => company.store.submission(id)));
      for (const [index, { who }] of told.entries()) {
        const others = rows.filter((_, at) => told[at]?.who === who);
        // One person has one journey, whatever he sends.
        expect(rows[index]?.leadId).toBeDefined();
        expect(new Set(others.map((row) => row?.leadId)).size).toBe(1);
      }
      const leads = new Set(rows.map((row) => row?.leadId ?? ''));
      for (const leadId of leads) {
        const { lead, touches } = {
          lead: await company.lead(leadId),
          touches: await company.store.touchesOf((await company.lead(leadId)).leadId),
        };
        const [first] = touches.map(({ at }) => at).toSorted();
        expect(lead.firstSource.at).toBe(first);
      }
      const state = (await company.must(company.ops.get('/v1/buffer'))).body;
      expect(state).toEqual({ waiting: 0, putAside: 0 });
      await company.close();
    }),
    runs(10),
  );
  vi.restoreAllMocks();
});
