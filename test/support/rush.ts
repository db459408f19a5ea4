// Many forms of one customer in the same moment, and what became of them.

import { publicRoutes } from '../../functions/handlers/routes/public.ts';
import type { LeadId } from '../../functions/leads/ids.ts';
import { api } from '../../functions/platform/api.ts';
import type { Deps } from '../../functions/ports.ts';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { type Answered, ask } from './api-event.ts';

/** Each says something of its own. */
export function formsAtOnce(
  deps: Deps,
  count: number,
  whose: 'a company' | 'a person',
): Promise<readonly Answered[]> {
  const handler = api(publicRoutes)(deps);
  return Promise.all(
    Array.from({ length: count }, (_, n) => {
      const sender = whose === 'a company' ? `colleague-${n}` : 'li.lei';
      const person = { name: `Li Lei ${sender}`, email: `${sender}@acme.example` };
      const interest = { message: `question ${n}` };
      const body = goodForm({ person, company: { name: 'Acme' }, interest });
      return ask(handler, { route: 'POST /v1/submissions', body, requestId: `form ${n}` });
    }),
  );
}

/** The journeys that the answered forms became, and what is kept of them. */
export async function journeyOf({ store }: Deps, answers: readonly Answered[]) {
  const ids = answers.map(({ body }) => String(body.submissionId));
  const rows = await Promise.all(ids.map((id) => store.submission(id)));
  const leads = [...new Set(rows.flatMap((row): LeadId[] => (row?.leadId ? [row.leadId] : [])))];
  const touches = await Promise.all(leads.map((leadId) => store.touchesOf(leadId)));
  const [lead] = await Promise.all(leads.map((leadId) => store.lead(leadId)));
  return {
    leads,
    touches: touches.flat().length,
    said: rows.map((row) => JSON.stringify(row?.payload)),
    group: lead?.buyingGroup.length,
  };
}
