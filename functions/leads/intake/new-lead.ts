// A new journey's row, whoever opens it: by a form (open-lead.ts) or by a rep (self-sourced.ts).

import type { Changes } from '../decision.ts';
import { type HasIn, Lead, type LeadIn, withNextInstant } from '../lead.ts';
import { present } from '../present.ts';
import { staleAt } from '../rules.ts';
import { regionIn } from '../scopes.ts';
import type { State } from '../states.ts';
import type { Arrival } from './arrival.ts';
import type { Sender } from './sender.ts';
import type { Submission } from './submission.ts';

export interface Opening
  extends Pick<Arrival, 'at' | 'rules' | 'leadId' | 'submissionId' | 'productLine'> {
  readonly submission: Pick<Submission, 'person' | 'company'> & {
    readonly interest?: Pick<NonNullable<Submission['interest']>, 'startWithinMonths' | 'budget'>;
  };
}

/** What its opener knows beside what was sent. */
type Beginning = BeginningIn<'CAPTURED'> | BeginningIn<'SAL'>;

type BeginningIn<One extends State> = Changes<One> &
  Pick<LeadIn<One>, 'state' | 'firstSource' | 'exclusions' | HasIn<One>> & {
    readonly parent: Lead | undefined;
  };

/** The lead as it begins, with what its customer said of himself. */
export function newLead(
  { at, rules, leadId, submissionId, submission, productLine }: Opening,
  { person, account }: Pick<Sender, 'person' | 'account'>,
  { parent, ...begins }: Beginning,
): Lead {
  const { company, interest } = submission;
  const { startWithinMonths, budget } = interest ?? {};
  return withNextInstant(
    Lead.parse({
      leadId,
      submissionId,
      productLine,
      version: 0,
      cycle: 1,
      stay: 0,
      run: 0,
      nudges: 0,
      offerSeq: 0,
      timeouts: 0,
      misroutes: 0,
      personId: person.personId,
      accountId: account?.accountId,
      companyName: account ? undefined : company?.name,
      parentLeadId: parent?.leadId,
      ...present({ expansion: account?.customerSince === undefined ? undefined : true }),
      ...(company?.region === undefined
        ? {}
        : { region: regionIn(company.region, rules.policy.regionNames) }),
      language: submission.person.language,
      facts: {
        employees: company?.employees,
        industry: company?.industry,
        title: submission.person.title,
        domain: account?.domain,
        budget,
        ...present({
          startWithinMonths,
          startStatedAt: startWithinMonths === undefined ? undefined : at,
        }),
      },
      score: { fit: 0, engagement: 0 },
      openedAt: at,
      enteredAt: at,
      stamps: { [begins.state]: at },
      lastActivityAt: at,
      staleAt: staleAt(rules, at),
      recordings: [],
      ...begins,
    }),
  );
}
