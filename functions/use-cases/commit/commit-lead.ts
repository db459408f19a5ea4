// How every use case writes: a decision about a lead becomes one transaction with whatever else it changes.

import { change, type Decision } from '../../leads/decision.ts';
import type { Lead } from '../../leads/lead.ts';
import { waitGoesOn } from '../../leads/offer/wait-goes-on.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Change, Command, Deps, Receipt, Told } from '../../ports.ts';
import { replace } from './changes.ts';
import { lockChanges } from './locks.ts';
import { projectContact } from './project-contact.ts';
import { projectCredit } from './project-credit.ts';
import { type Telling, toldEvents } from './told-events.ts';

/** The `rules` are those by which it was decided: events say their version, and offers' the time worked. */
interface Write extends Pick<Telling, 'offer' | 'opportunity' | 'rules'> {
  /** Undefined when the decision opens the journey; the locks are among the changes then. */
  readonly before: Lead | undefined;
  readonly decision: Decision;
  readonly changes?: readonly Change[];
  /** Rows whose own stories tell of it, such as the other side of a merge. */
  readonly alsoTold?: readonly Told[];
  /** What the API answers, for the receipt. */
  readonly answer?: object;
}

/**
 * Writes the lead, its events, its offer or opportunity and the rest in one transaction, with what the events do to the SDR's
 * credit and the rep's record. Frees the locks of a lead that closes, takes those of one that is opened again. Returns the stored lead. Throws LostRace,
 * and COLLISION when another journey holds a lock.
 */
export async function commitLead(deps: Deps, command: Command, write: Write): Promise<Lead> {
  const {
    before,
    decision,
    changes = [],
    alsoTold = [],
    offer,
    opportunity,
    answer,
    rules,
  } = write;
  const { events, messages = [] } = decision;
  if (decision.lead === before && events.length === 0 && changes.length === 0 && !offer)
    return before;
  const after = opportunity ? waitingFor(decision.lead, opportunity.after) : decision.lead;
  const credit = await projectCredit(deps, command, { lead: after, events, opportunity });
  const contact = await projectContact(deps, command, { before, events, offer, rules });
  const told = [...events, ...credit.events, ...contact.events];
  const sent = [...messages, ...credit.messages, ...contact.messages];
  // An opportunity waits for its credit, too.
  const goesOn =
    credit.changes.length === 0 && waitGoesOn({ before, after, offer, opportunity }, command.at);
  await deps.store.commit({
    scope: after.leadId,
    changes: [
      replace('lead', before, after),
      ...(offer ? [replace('offer', offer.before, offer.after)] : []),
      ...(opportunity ? [replace('opportunity', opportunity.before, opportunity.after)] : []),
      ...changes,
      ...credit.changes,
      ...contact.changes,
      ...(await lockChanges(deps, { before, after, settled: changes })),
    ],
    events: toldEvents(told, command, {
      ...{ messages: sent, waitGoesOn: goesOn },
      ...{ lead: after, offer, opportunity, rules },
    }),
    alsoTold,
    receipt: answer && receiptOf(command, after, answer),
  });
  return { ...after, version: (before?.version ?? 0) + 1 };
}

/** An open row always has a next instant (4.1, principle 7): in OPPORTUNITY it is that of the open one, not of one cancelled before. */
function waitingFor(lead: Lead, { opportunityId, nextInstant }: Opportunity): Lead {
  return lead.state === 'OPPORTUNITY' && lead.opportunityId === opportunityId
    ? change(lead, { opportunityInstant: nextInstant })
    : lead;
}

/** The answer as it is kept; one that repeats what was found out about a person is kept where an erasure finds it. */
function receiptOf({ receipt }: Command, { leadId }: Lead, answer: object): Receipt | undefined {
  const kept = receipt?.(answer);
  const tells = ['firstSource', 'notes', 'unread'].some((field) => field in answer);
  return kept && tells ? { ...kept, leadId } : kept;
}
