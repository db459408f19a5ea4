// A form of a machine, or of a page without a script, came (4.8, what cannot be read in a form): it goes in as far as it can be read.

import type { Message } from '../../leads/decision.ts';
import { Invalid } from '../../leads/errors.ts';
import { submissionIdOf } from '../../leads/ids.ts';
import { type Instant, plus } from '../../leads/instant.ts';
import { readLoosely, type Said } from '../../leads/intake/read-loosely.ts';
import { submissionHash } from '../../leads/intake/submission.ts';
import { bounded, type Unread } from '../../leads/intake/unread.ts';
import { present } from '../../leads/present.ts';
import type { Rules } from '../../leads/rules.ts';
import { type Command, type Deps, type Submitted, system } from '../../ports.ts';
import type { Received } from '../answers/customer-answers.ts';
import { answeredBefore, receiptOf } from '../commit/answered-before.ts';
import { put } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { receiveSubmission } from './receive-submission.ts';

export interface LooseForm {
  readonly said: Said;
  /** What it is called when it does not say. */
  readonly form: string;
  /** What else was said and is no field of ours. */
  readonly more?: readonly Unread[];
  /** Anybody may send it: where nothing at all was said, there is nobody to put aside. */
  readonly isAnybodys?: boolean;
  /** A platform tries its connection (4.8): no lead, and no report counts it. */
  readonly isTest?: boolean;
}

/** Whoever can be reached becomes a lead; who cannot is put aside with all that he wrote, and ops are told. */
export async function receiveLoosely(
  deps: Deps,
  command: Command,
  { said, form, more = [], isAnybodys = false, isTest = false }: LooseForm,
): Promise<Received> {
  const rules = await rulesNow(deps);
  const { currencyNames, intake } = rules.policy;
  const { defaultCountry } = intake;
  const loose = readLoosely(said, { form, currencyNames, defaultCountry });
  const isReached = 'submission' in loose;
  const unread = bounded([...(isReached ? loose.unread : loose.unreachable), ...more]);
  if (isReached && !isTest) return receiveSubmission(deps, command, loose.submission, { unread });
  if (isAnybodys && unread.length === 0) throw new Invalid([NOBODY]);
  const called = isReached ? loose.submission.form : loose.form;
  const verdict = isTest ? 'test' : 'quarantined';
  const kept = isReached ? {} : { said: loose.said };
  return putAside(deps, command, rules, { verdict, form: called, unread, kept });
}

const NOBODY = {
  path: 'person.email',
  message: 'is missing, and so is everything else; give names such as person.email',
};

interface Aside {
  readonly verdict: Submitted['verdict'];
  readonly form: string;
  readonly unread: readonly Unread[];
  /** What staff need to release it. */
  readonly kept: object;
}

/** Kept without a lead, as long as a quarantine lasts: nobody is there whom an erasure could name. */
async function putAside(
  { store, pauses }: Deps,
  { at, by, requestId, receipt }: Command,
  { policy }: Rules,
  { verdict, form, unread, kept }: Aside,
): Promise<Received> {
  const { sameWithin, quarantineClosesAfter } = policy.intake;
  const submissionId = submissionIdOf(at, requestId);
  const received: Received = { submissionId, receivedAt: at };
  const same = receiptOf(`same|${by.sub}|${submissionHash({ form, unread, verdict })}`, {
    at,
    within: sameWithin,
    body: received,
  });
  const forgetAt = plus(at, quarantineClosesAfter);
  const facts =
    verdict === 'test'
      ? []
      : [{ type: 'UnreachablePutAside' as const, data: { submissionId, form } }];
  const messages = [nobodyToCall(submissionId, form, forgetAt)];
  return retryLostRace(async () => {
    const before = await answeredBefore<Received>(store, same);
    const answer = before ?? received;
    const changes = before
      ? []
      : [
          put('submission', {
            ...{ ...received, version: 0, verdict, form, forgetAt },
            payload: { unread, ...kept },
            ...present({ source: by.kind === 'system' ? by.sub : undefined }),
          }),
          put('receipt', same),
        ];
    const events = before ? [] : toldEvents(facts, system(at, requestId), { messages });
    const asked = receipt?.(answer);
    if (changes.length > 0 || asked)
      await store.commit({ scope: submissionId, changes, events, receipt: asked });
    return answer;
  }, pauses);
}

function nobodyToCall(submissionId: string, form: string, until: Instant): Message {
  return {
    id: `${submissionId}-unreachable`,
    to: 'group:ops',
    says: { name: 'unreachable', form, submissionId, until },
  };
}
