// Staff end what was put aside without a lead (4.1, principle 6): they know how to reach him, or it is no enquiry.

import { type Correction, readAgain } from '../../leads/intake/set-aside.ts';
import type { Command, Deps, Submitted } from '../../ports.ts';
import type { SubmissionVerdict } from '../answers/customer-answers.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { submissionView } from '../view-submission.ts';
import { receiveSubmission } from './receive-submission.ts';
import { setAsideOrRefused } from './set-aside-rows.ts';

interface Known extends Correction {
  readonly reason: string;
}

/** It goes in as if it had been readable, under its own id. Throws NOT_FOUND, ILLEGAL_TRANSITION, and INVALID where he cannot be reached so. */
export async function releaseSetAside(
  deps: Deps,
  command: Command,
  submissionId: string,
  { reason, ...correction }: Known,
): Promise<SubmissionVerdict> {
  const { at, by } = command;
  const { payload, form = 'unknown' } = await setAsideOrRefused(deps.store, submissionId);
  const { currencyNames, intake } = (await rulesNow(deps)).policy;
  const { defaultCountry } = intake;
  const { submission, unread } = readAgain(payload, correction, {
    ...{ form, currencyNames, defaultCountry },
  });
  const settled = { at, by: by.sub, reason };
  await receiveSubmission(deps, command, submission, {
    unread,
    releases: { submissionId, settled },
  });
  const released = await deps.store.submission(submissionId);
  // Codec: it was there a moment ago, and what has a lead is kept.
  return submissionView(released as Submitted);
}

/** What was sent is kept as long as it would have been. Throws NOT_FOUND, ILLEGAL_TRANSITION. */
export async function closeSetAside(
  { store }: Deps,
  command: Command,
  submissionId: string,
  { reason }: Pick<Known, 'reason'>,
): Promise<SubmissionVerdict> {
  const { at, by, receipt } = command;
  return retryLostRace(async () => {
    const before = await setAsideOrRefused(store, submissionId);
    const after = { ...before, settled: { at, by: by.sub, reason } };
    const answer = submissionView(after);
    const fact = { type: 'UnreachableClosed', data: { submissionId } } as const;
    await store.commit({
      scope: submissionId,
      changes: [replace('submission', before, after)],
      events: toldEvents([fact], command),
      receipt: receipt?.(answer),
    });
    return answer;
  });
}
