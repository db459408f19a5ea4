import { expect, it } from 'vitest';
import { leadIdOf } from '../../../../functions/leads/ids.ts';
import { instantOf } from '../../../../functions/leads/instant.ts';
import { Person } from '../../../../functions/leads/person.ts';
import { erasePerson } from '../../../../functions/use-cases/identity/erase-person.ts';
import { finishErasure } from '../../../../functions/use-cases/identity/finish-erasure.ts';
import { receiveSubmission } from '../../../../functions/use-cases/intake/receive-submission.ts';
import { freshDeps } from '../../../support/store.ts';

const at = instantOf(Date.UTC(2026, 8, 14, 12));
const leadId = leadIdOf(at, 'request');

it('forgets somebody into whom 40 people with 100 addresses were merged: more than one transaction holds', async () => {
  const deps = await freshDeps();
  const { store } = deps;
  const customer = { kind: 'customer', sub: '192.0.2.1' } as const;
  await receiveSubmission(
    deps,
    { by: customer, at, requestId: 'request' },
    {
      form: 'demo-request',
      person: { name: 'Li Lei', email: 'li@acme.example' },
      consent: { privacyPolicy: '2026-01' },
    },
  );
  const lead = await store.lead(leadId);
  const personId = lead?.personId ?? '';
  const before = await store.person(personId);
  if (!before) throw new Error('no person');
  const hashes = Array.from({ length: 100 }, (_, n) => `hash-${n}`);
  const absorbed = Array.from({ length: 40 }, (_, n) => `person-${n}`);
  for (const id of hashes)
    await store.commit({
      changes: [{ kind: 'contactKey', after: { id, version: 0, owner: personId } }],
    });
  for (const id of absorbed) {
    const merged = {
      ...before,
      personId: id,
      version: 0,
      keys: [],
      leads: {},
      mergedInto: personId,
    };
    await store.commit({ changes: [{ kind: 'person', after: Person.parse(merged) }] });
  }
  const after = { ...before, absorbed, keys: [...before.keys, ...hashes] };
  await store.commit({ changes: [{ kind: 'person', before, after }] });

  const by = { kind: 'admin', sub: 'admin-1' } as const;
  const command = { by, at, requestId: 'erase' };
  const { erasedAt } = await erasePerson(deps, command, leadId, { reason: 'asked by letter' });
  await finishErasure(deps, command, { personId, leadId, reason: 'asked by letter' });

  const people = await Promise.all([personId, ...absorbed].map((id) => store.person(id)));
  expect(erasedAt).toBe(at);
  expect(people.every((person) => person?.erasedAt !== undefined)).toBe(true);
  expect(people[0]?.keys).toEqual([]);
  expect((await store.contactKeys(hashes)).size).toBe(0);
});
