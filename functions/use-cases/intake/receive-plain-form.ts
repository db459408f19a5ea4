// A form or a page's news came as a browser sends it without a script (api.md, Public): nobody there reads a refusal.

import { Invalid } from '../../leads/errors.ts';
import { fieldProblems } from '../../leads/fields.ts';
import { put, type Said } from '../../leads/intake/read-loosely.ts';
import { redirectPage } from '../../leads/intake/redirect-page.ts';
import { Engagement } from '../../leads/intake/submission.ts';
import { unread } from '../../leads/intake/unread.ts';
import { present } from '../../leads/present.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Received, Recorded } from '../answers/customer-answers.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { receiveLoosely } from './receive-loosely.ts';
import { recordEngagement } from './record-engagement.ts';

interface PlainForm {
  readonly said: Said;
  readonly undecoded: readonly { readonly name: string; readonly raw: string }[];
}

/** What a form without a name is called. */
const FORM = 'plain-form';

/** Takes the form, and sends the browser to the page it names, if the policy lists that. */
export async function receivePlainForm(
  deps: Deps,
  command: Command,
  { said, undecoded }: PlainForm,
): Promise<Received | { readonly seeOther: string }> {
  const { policy } = await rulesNow(deps);
  const more = undecoded
    .filter(({ name }) => SECTION.test(name))
    .map(({ name, raw }) =>
      unread(name, raw, 'is not UTF-8; the page should say accept-charset="utf-8"'),
    );
  const received = await receiveLoosely(deps, command, {
    said,
    form: FORM,
    more,
    isAnybodys: true,
  });
  const seeOther = redirectPage(said('redirect'), policy.redirectPages);
  return seeOther === undefined ? received : { seeOther };
}

const SECTION = /^(form|person|company|interest|consent)\b/;

const NEEDED = ['person.email', 'person.phone', 'person.visitorId', 'kind'];
const OPTIONAL = ['contentId', 'seconds', 'occurredAt', 'touch'];

/** What a page tells when it is left (sendBeacon). What stands beside who and what is left out when it cannot be read. */
export async function recordPlainEngagement(
  deps: Deps,
  command: Command,
  { said }: PlainForm,
): Promise<Recorded> {
  const sent = saidOf(said, [...NEEDED, ...OPTIONAL]);
  const whole = Engagement.safeParse(sent);
  const some = whole.success ? whole : Engagement.safeParse(saidOf(said, NEEDED));
  if (!some.success) throw new Invalid(fieldProblems(some.error));
  return recordEngagement(deps, command, some.data);
}

function saidOf(said: Said, paths: readonly string[]): unknown {
  const whole: Record<string, unknown> = { person: {} };
  for (const path of paths) {
    const { value } = present({ value: said(path) });
    const number = path === 'seconds' && typeof value === 'string' ? Number(value) : value;
    if (value !== undefined) put(whole, path.split('.'), number);
  }
  return whole;
}
