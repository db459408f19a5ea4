// An SDR is deactivated, or away for longer than his leads can wait; a director hands single ones over (4.8).

import { change, type Decision, move } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { Absence } from '../routing/eligibility.ts';
import type { At } from '../rules.ts';
import { sdrTimer } from '../sdr-timer.ts';
import { IllegalTransition, type State } from '../states.ts';
import { takeLead } from './sdr-queue.ts';

/** Whether the SDR is off the desk, or away from now until after the timer; one without an end has run out. */
export function isGone(
  sdr: { readonly active: boolean; readonly absences?: readonly Absence[] | undefined } | undefined,
  at: Instant,
  timer: Instant = at,
): boolean {
  if (!sdr?.active) return true;
  const { absences = [] } = sdr;
  return absences.some(({ from, to }) => from <= at && at < to && timer < to);
}

/** SDR_WORKING → MQL at its place in the queue, as if nobody had taken it. Elsewhere before READY the lead is nobody's, and whoever takes it has it. */
export function loseSdr(lead: Lead, { at, rules }: At): Decision {
  const { leadId, sdrId } = lead;
  if (sdrId === undefined) return { lead, events: [] };
  if (lead.state !== 'SDR_WORKING')
    return {
      lead: change(lead, { sdrId: undefined }),
      events: [{ type: 'SdrGone', data: { sdrId } }],
    };
  return {
    ...move(lead, { type: 'SdrLeft', data: { sdrId } }, at, {
      sdrId: undefined,
      queuedAt: lead.queuedAt ?? lead.enteredAt,
      onTop: lead.onTop,
      nudgeAt: sdrTimer(lead, { at, rules }),
    }),
    messages: [
      {
        id: `${leadId}-left-by-${sdrId}-${at}`,
        to: 'group:sdr',
        says: { name: 'backInQueue', sdrId },
      },
    ],
  };
}

/** From here on a lead has an SDR: none has been asked for one before. */
const NOT_YET: ReadonlySet<State> = new Set(['CAPTURED', 'QUARANTINED']);

/** A director gives the lead to this SDR, whoever had it; one in the queue is taken with it. Throws ILLEGAL_TRANSITION when it is closed. */
export function handOver(
  lead: Lead,
  to: {
    readonly sdrId: NonNullable<Lead['sdrId']>;
    readonly reason: string;
    /** The director's sub. */
    readonly by: string;
  },
  { at, rules }: At,
): Decision {
  const { leadId, sdrId: from } = lead;
  const { sdrId, reason, by } = to;
  if (lead.nextInstant === undefined || NOT_YET.has(lead.state))
    throw new IllegalTransition(lead.state, 'LeadHandedOver');
  const given = { type: 'LeadHandedOver' as const, data: { sdrId, reason, ...(from && { from }) } };
  const taken =
    lead.state === 'MQL' || lead.state === 'MAL' ? takeLead(lead, sdrId, at, rules) : undefined;
  const kept =
    lead.state === 'SDR_WORKING'
      ? change(lead, { sdrId, nudges: 0, nudgeAt: sdrTimer(lead, { at, rules }) })
      : change(lead, { sdrId });
  return {
    lead: taken?.lead ?? kept,
    events: [given, ...(taken?.events ?? [])],
    messages: [
      {
        id: `${leadId}-handed-to-${sdrId}-${at}`,
        to: sdrId,
        says: { name: 'handedOver', by },
      },
    ],
  };
}
