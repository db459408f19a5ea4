// A new journey from a form (row 1 of domain.md 4.3).

import type { Decision } from '../decision.ts';
import type { Lead } from '../lead.ts';
import { present } from '../present.ts';
import { inheritedExclusions } from '../routing/eligibility.ts';
import { sourceFacts } from '../source/source.ts';
import { suspectOf } from './accept-or-quarantine.ts';
import { type Arrival, firstSourceOf, handRaiseOf, touchesTold } from './arrival.ts';
import { newLead } from './new-lead.ts';
import type { Sender } from './sender.ts';

/** CAPTURED (1), with what the form says; a parent's rejecters are passed over again (4.8). `suspect` decides the quarantine (2). */
export function opened(arrival: Arrival, sender: Sender, parent: Lead | undefined): Decision {
  const { rules, submission, submissionId, productLine } = arrival;
  const lead = newLead(arrival, sender, {
    state: 'CAPTURED',
    parent,
    firstSource: firstSourceOf(arrival),
    handRaise: handRaiseOf(arrival),
    suspect: suspectOf(submission, sender.person, rules),
    exclusions: parent ? inheritedExclusions(parent.exclusions) : [],
  });
  const { handRaise, parentLeadId, expansion } = lead;
  const data = present({
    submissionId,
    form: submission.form,
    productLine,
    source: sourceFacts(lead.firstSource),
    handRaise,
    parentLeadId,
    expansion,
    touches: touchesTold(arrival, lead),
  });
  return {
    lead,
    events: [
      { type: 'SubmissionReceived', data },
      ...(sender.moved ? [{ type: 'EmployerChanged', data: sender.moved } as const] : []),
    ],
  };
}
