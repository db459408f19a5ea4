// What the marketing and SDR scenarios share: what people do between form and handover, and what is true of every lead after it.

import { expect } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { isOpen } from '../../functions/leads/states.ts';
import { journeyName, nurtureName } from '../../functions/use-cases/workflow/continue-workflow.ts';
import type { StoredMessage } from '../../infra/local/outbox.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import type { Company } from './company.ts';

/** Interest that asks for nothing: a download, a newsletter. */
export const lowIntent = { handRaise: null } as const;

/** What an SDR answers about somebody who has no money yet. */
export const notNow = {
  verdict: 'notNow',
  budget: 'none',
  authority: 'decides',
  need: 'matches',
  timeline: null,
  process: 'unknown',
  role: 'decisionMaker',
  note: 'next year perhaps',
  reason: 'no budget this year',
} as const;

/** Who sent the form, to send it again. */
export async function personOf(company: Company, { personId }: Lead) {
  const person = await company.store.person(personId);
  if (!person) throw new Error(`no person ${personId}`);
  return { name: person.name, email: person.email };
}

/** The person of this lead does something on the site. */
export async function engage(
  company: Company,
  lead: Lead,
  kind: string,
  more: object = {},
): Promise<void> {
  const { email } = await personOf(company, lead);
  await company.must(
    company.runtime.request('POST', '/v1/engagements', {
      body: { person: { email }, kind, ...more },
    }),
  );
  await company.runtime.settled();
}

/** A lead that was offered and refused: at rest. */
export async function refused(
  company: Company,
  reason = 'NO_BUDGET',
  more: object = {},
  lead: Lead | undefined = undefined,
): Promise<Lead> {
  const { leadId } = await company.handOver(lead);
  await company.must(company.reject(await company.offer(leadId), reason, more));
  await company.runtime.settled();
  return company.lead(leadId);
}

/** A lead that `sdr-1` has taken. */
export async function taken(company: Company, over: FormParts = {}): Promise<Lead> {
  const lead = await company.submit(over);
  await sdr(company, lead, 'take');
  return company.lead(lead.leadId);
}

/** A lead whose rep has accepted it. */
export async function accepted(company: Company, lead?: Lead): Promise<Lead> {
  const { leadId } = await company.handOver(lead);
  await company.must(company.accept(await company.offer(leadId)));
  await company.runtime.settled();
  return company.lead(leadId);
}

/** Every pending offer is accepted: silence would suspend the reps of a shared company. */
export async function acceptAll(company: Company): Promise<void> {
  const { body } = await company.must(
    company.as('director-1', 'director').get('/v1/offers?status=PENDING&limit=100'),
  );
  const { items } = body as { items: { repId: string; offerId: string }[] };
  for (const { repId, offerId } of items)
    await company.must(company.as(repId, 'rep').post(`/v1/offers/${offerId}/accept`));
  await company.runtime.settled();
}

/** The clock goes to the end of the lead's rest. */
export async function afterCoolDown(company: Company, { leadId }: Lead): Promise<Lead> {
  const { coolDownUntil } = await company.lead(leadId);
  await company.advanceTo(coolDownUntil ?? company.now);
  return company.lead(leadId);
}

/** What `sdr-1` asks of a lead. */
export function sdr(
  company: Company,
  { leadId }: Pick<Lead, 'leadId'>,
  what: 'take' | 'activities' | 'qualification',
  body?: object,
): Promise<RuntimeResponse> {
  return company.act('sdr-1', 'sdr', `/v1/leads/${leadId}/${what}`, body);
}

/** `sdr-1` says that this is no lead. */
export function drop(
  company: Company,
  lead: Pick<Lead, 'leadId'>,
  reason = 'POOR_FIT',
): Promise<RuntimeResponse> {
  return sdr(company, lead, 'qualification', { ...notNow, verdict: 'notALead', reason });
}

/** What was sent about this lead, in order. */
export async function messagesAbout(
  company: Company,
  { leadId }: Pick<Lead, 'leadId'>,
): Promise<readonly StoredMessage[]> {
  const messages = await company.runtime.outbox.messages();
  return messages.filter((message) => message.leadId === leadId);
}

/** Every open lead has a next instant ahead and exactly its own executions running; none has failed (4.1, principle 7). */
export async function expectSound(company: Company, ...leads: readonly Lead[]): Promise<void> {
  expect(company.runtime.failures).toEqual([]);
  for (const { leadId } of leads) {
    const lead = await company.lead(leadId);
    const executions = await company.runtime.executions.list(leadId);
    const isOpportunity = ({ name }: { name: string }) => /-p\d+(-r\d+)?$/.test(name);
    const running = executions.filter(
      (execution) => execution.status === 'RUNNING' && !isOpportunity(execution),
    );
    const ended = executions.filter(({ status }) => status !== 'RUNNING');

    expect(running.map(({ name }) => name).toSorted()).toEqual(executionsOf(lead).toSorted());
    expect(new Set(ended.map(({ status }) => status))).toEqual(
      new Set(ended.length > 0 ? ['SUCCEEDED'] : []),
    );
    // It outlives its lead's stay in OPPORTUNITY while a cause or the credit is pending.
    const sold = executions.filter((one) => one.status === 'RUNNING' && isOpportunity(one));
    if (lead.state === 'OPPORTUNITY')
      expect(sold.map(({ name }) => name.replace(/-r\d+$/, ''))).toContain(lead.opportunityId);
    if (isOpen(lead.state)) expect((lead.nextInstant ?? '') > company.now).toBe(true);
    // A lost lead is written to once more, much later (A1-15).
    else if (lead.state !== 'LOST') expect(lead.nextInstant).toBeUndefined();
  }
}

function executionsOf(lead: Lead): string[] {
  if (lead.state === 'OPPORTUNITY' || !isOpen(lead.state)) return [];
  if (lead.state === 'NURTURE') return [nurtureName(lead)];
  if (lead.state === 'OFFERED') return [journeyName(lead), lead.offerId ?? ''];
  return [journeyName(lead)];
}
