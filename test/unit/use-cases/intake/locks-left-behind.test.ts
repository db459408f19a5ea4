// A lock whose journey has closed is no lock (invariant 1): whatever left it behind, the next form opens a journey and takes it over.

import { beforeEach, describe, expect, it } from 'vitest';
import { publicRoutes } from '../../../../functions/handlers/routes/public.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import { api } from '../../../../functions/platform/api.ts';
import type { Deps } from '../../../../functions/ports.ts';
import { lockIds } from '../../../../functions/use-cases/commit/locks.ts';
import { goodForm } from '../../../../infra/tools/good-lead.ts';
import { ask } from '../../../support/api-event.ts';
import { freshDeps } from '../../../support/store.ts';

let deps: Deps;
let number: number;
beforeEach(async () => {
  deps = await freshDeps();
  number = 0;
});

/** Sends a form of this company, and gives the lead that it became or joined. */
async function submit(email: string, domain = 'acme.example'): Promise<Lead> {
  number += 1;
  const person = { name: `${email} Chen`, email: `${email}@${domain}` };
  const body = goodForm({ person, company: { name: domain } });
  const answer = await ask(api(publicRoutes)(deps), {
    ...{ route: 'POST /v1/submissions', body, requestId: `form ${number}` },
    at: `2026-09-14T0${number}:00:00Z`,
  });
  expect(answer.status).toBe(202);
  const submission = await deps.store.submission(answer.body.submissionId as string);
  const lead = submission?.leadId && (await deps.store.lead(submission.leadId));
  if (!lead) throw new Error('the form became no lead');
  return lead;
}

/** The row as it would be had its journey ended without letting its locks go. */
async function leave(before: Lead, over: Partial<Lead>): Promise<void> {
  // Codec: a union of states, one for another.
  const after = { ...before, ...over } as Lead;
  await deps.store.commit({ changes: [{ kind: 'lead', before, after }] });
}

async function holders({ personId, accountId, heldFor, productLine }: Lead) {
  const locks = await deps.store.locks(lockIds({ personId, accountId, heldFor, productLine }));
  return [...locks.values()].map(({ leadId }) => leadId);
}

describe('a lock that points to a journey that is over', () => {
  it.each([
    ['the same person', 'li', 'LOST'],
    ['a colleague', 'han', 'LOST'],
    ['a colleague', 'han', 'DORMANT'],
    ['a colleague', 'han', 'DISQUALIFIED'],
    ['a colleague', 'han', 'ERASED'],
  ] as const)(
    'does not keep %s (%s) from a journey of his own: it was %s',
    async (_, email, state) => {
      const old = await submit('li');
      await leave(old, { state });

      const lead = await submit(email);

      expect(lead.leadId).not.toBe(old.leadId);
      expect(lead.state).not.toBe(state);
      expect(await holders(lead)).toEqual([lead.leadId, lead.leadId]);
    },
  );

  it('is taken over once: the colleague after him joins the new journey', async () => {
    const old = await submit('li');
    await leave(old, { state: 'LOST' });
    const lead = await submit('han');

    const joined = await submit('wu');

    expect(joined.leadId).toBe(lead.leadId);
  });

  it('leads on where its journey was merged into one that is open', async () => {
    const old = await submit('li');
    const other = await submit('jim', 'other.example');
    await leave(old, { state: 'MERGED', mergedInto: other.leadId });

    const joined = await submit('han');

    expect(joined.leadId).toBe(other.leadId);
  });

  it('is none where its journey was merged into one that has closed', async () => {
    const old = await submit('li');
    const other = await submit('jim', 'other.example');
    await leave(old, { state: 'MERGED', mergedInto: other.leadId });
    await leave(other, { state: 'LOST' });

    const lead = await submit('han');

    expect([old.leadId, other.leadId]).not.toContain(lead.leadId);
    expect(await holders(lead)).toEqual([lead.leadId, lead.leadId]);
  });

  it('is none where its journey is not there at all', async () => {
    const old = await submit('li');
    await deps.store.commit({ changes: [{ kind: 'lead', before: old }] });

    expect((await submit('han')).leadId).not.toBe(old.leadId);
  });
});
