// What became of a form, and those of people who cannot be reached: SDRs and ops may know, strangers may not (api.md).

import { NotFound } from '../../leads/errors.ts';
import type { Deps, Paging } from '../../ports.ts';
import type { SetAsidePage, SubmissionVerdict } from '../answers/customer-answers.ts';
import { setAsideView, submissionView } from '../view-submission.ts';

export async function readSubmission(deps: Deps, submissionId: string): Promise<SubmissionVerdict> {
  const found = await deps.store.submission(submissionId);
  if (!found) throw new NotFound('submission', submissionId);
  return submissionView(found);
}

/** Those that wait for staff without a lead, the newest first. */
export async function listSetAside(deps: Deps, paging: Paging): Promise<SetAsidePage> {
  const found = await deps.store.setAside(paging);
  return { ...found, items: found.items.map(setAsideView) };
}
