// SAL → SQL: the owner found that the five criteria of A0-2 pass (row 17).

import { type Decision, move } from '../decision.ts';
import { type FieldProblem, LeadError } from '../errors.ts';
import type { Lead } from '../lead.ts';
import { present } from '../present.ts';
import type { At } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { fiveCriteriaFailures, type SalesQualification } from './qualification.ts';

/** SQL with the rep's version of the qualification. Throws ILLEGAL_TRANSITION, and BANT_FAILS with the criteria that do not pass. */
export function qualifyBySales(
  lead: Lead,
  { answers, by }: { readonly answers: SalesQualification; readonly by: string },
  { at, rules }: At,
): Decision {
  const { budget, need, share, timeline, process, role } = answers;
  const data = present({ by: 'rep', budget, need, share, timeline, process, role });
  const sql = move(lead, { type: 'SalesQualified', data }, at, {
    ...touched(at, rules),
    offerId: lead.offerId,
    contactDueAt: lead.contactDueAt,
    contactRemindAt: lead.contactRemindAt,
    qualification: {
      number: (lead.qualification?.number ?? 0) + 1,
      at,
      by,
      answers: { ...answers, verdict: 'ready' },
      fiveCriteria: true,
    },
  });
  const failures = fiveCriteriaFailures(answers);
  if (failures.length > 0) throw new FiveCriteriaFail(failures);
  return sql;
}

/** The lead is accepted, but no SQL: 422 with the criteria, nothing saved (4.10). */
export class FiveCriteriaFail extends LeadError {
  override readonly name = 'FiveCriteriaFail';
  constructor(errors: readonly FieldProblem[]) {
    super(
      'the lead does not pass the five criteria of an SQL; correct the answers or leave it SAL',
      {
        code: 'BANT_FAILS',
        errors,
      },
    );
  }
}
