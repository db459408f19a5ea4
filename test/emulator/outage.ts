// A deployed function loses its table in the middle of submissions: what strangers send meanwhile arrives all the same (decision 0029).

import { strict as assert } from 'node:assert';
import { goodForm } from '../../infra/tools/good-lead.ts';
import type { Target } from './journeys.ts';

const ops = { sub: 'ops-1', group: 'ops' } as const;
/** A form every two seconds, so that the table is away for a minute. */
const FORMS = { before: 5, away: 30, after: 5 };
const EVERY_MS = 2000;

/** Every form is answered 202, and is a lead of its own under the name that its sender was told. Returns how many waited at once at most. */
export async function allArrive(target: Target, origin: string, intake: string): Promise<number> {
  const ids: string[] = [];
  let most = 0;
  const submit = async (forms: number) => {
    for (let n = 0; n < forms; n += 1) {
      const email = `person@outage${ids.length}.example`;
      const body = goodForm({ person: { name: `Outage ${ids.length}`, email } });
      const began = performance.now();
      const { status, body: answer } = await target.call('POST', '/v1/submissions', { body });
      assert.equal(status, 202, JSON.stringify(answer));
      ids.push((answer as { submissionId: string }).submissionId);
      const { body: state } = await target.call('GET', '/v1/buffer', { as: ops });
      most = Math.max(most, (state as { waiting?: number }).waiting ?? 0);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS - (performance.now() - began)));
    }
  };
  await submit(FORMS.before);
  await withoutTable(origin, intake, () => submit(FORMS.away));
  await submit(FORMS.after);
  const leads = await Promise.all(ids.map((id) => leadOf(target, id)));
  assert.equal(new Set(leads).size, FORMS.before + FORMS.away + FORMS.after);
  const { body: state } = await target.call('GET', '/v1/buffer', { as: ops });
  assert.deepEqual(state, { waiting: 0, putAside: 0 });
  return most;
}

async function leadOf(target: Target, submissionId: string): Promise<string> {
  for (let moments = 0; moments < target.patience; moments += 1) {
    const { status, body } = await target.call('GET', `/v1/submissions/${submissionId}`, {
      as: ops,
    });
    const { leadId } = body as { leadId?: string };
    if (status === 200 && leadId) return leadId;
    await target.pass();
  }
  throw new Error(`${submissionId} never arrived`);
}

/** As with a grant less: MiniStack enforces none, so that the table that the function asks for is one that is not there. */
async function withoutTable(origin: string, name: string, act: () => Promise<void>): Promise<void> {
  const address = `${origin}/2015-03-31/functions/${name}`;
  const { Configuration } = (await (await fetch(address)).json()) as {
    Configuration: { Environment: { Variables: Readonly<Record<string, string>> } };
  };
  const { Variables } = Configuration.Environment;
  const set = async (variables: Readonly<Record<string, string>>) => {
    const body = JSON.stringify({ Environment: { Variables: variables } });
    const { ok, status } = await fetch(`${address}/configuration`, { method: 'PUT', body });
    assert.ok(ok, `${name} was not changed: ${status}`);
  };
  await set({ ...Variables, LEAD_TABLE: 'refused' });
  try {
    await act();
  } finally {
    await set(Variables);
  }
}
