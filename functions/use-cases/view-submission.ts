// A submission as the API shows it (api.md, GET /v1/submissions/{id}); of one without a lead also what staff need to know who it is.

import { keptOf } from '../leads/intake/set-aside.ts';
import { present } from '../leads/present.ts';
import type { Submitted } from '../ports.ts';
import type { SetAside, SubmissionVerdict } from './answers/customer-answers.ts';

export function submissionView(row: Submitted): SubmissionVerdict {
  const { submissionId, receivedAt, verdict, leadId, form, source, settled } = row;
  const { unread } = keptOf(row.payload);
  const shown = { leadId, form, source, keptUntil: row.forgetAt, settled, unread };
  return { submissionId, verdict, receivedAt, ...present(shown) };
}

/** A row of the list of those that wait for staff. */
export function setAsideView(row: Submitted): SetAside {
  const { said = {} } = keptOf(row.payload);
  const { unread = [], ...shown } = submissionView(row);
  return {
    ...shown,
    name: textIn(said, 'person.name'),
    company: textIn(said, 'company.name'),
    unread,
  };
}

function textIn(said: Readonly<Record<string, unknown>>, path: string): string | null {
  const text = said[path];
  return typeof text === 'string' ? text : null;
}
