// Routes for everybody (api.md, Public). None of them tells a stranger whether an address is known.

import { submissionIdOf } from '../../leads/ids.ts';
import { Engagement, Submission } from '../../leads/intake/submission.ts';
import type { Route } from '../../platform/api.ts';
import { PAGE_HEADERS } from '../../platform/page.ts';
import { confirmByPerson, readOptIn } from '../../use-cases/identity/confirm-opt-in.ts';
import { readSubscription, unsubscribe } from '../../use-cases/identity/unsubscribe.ts';
import {
  receivePlainForm,
  recordPlainEngagement,
} from '../../use-cases/intake/receive-plain-form.ts';
import { receiveSubmission } from '../../use-cases/intake/receive-submission.ts';
import { recordEngagement } from '../../use-cases/intake/record-engagement.ts';
import { askToConfirm, askToUnsubscribe, confirmed, unsubscribed } from './pages.ts';
import { route } from './route.ts';

export const publicRoutes: readonly Route[] = [
  route('POST /v1/submissions', {
    groups: 'public',
    body: Submission,
    status: 202,
    handle: (deps, { command, body }) => receiveSubmission(deps, command, body),
    handleForm: (deps, { command }, form) => receivePlainForm(deps, command, form),
    promise: ({ at, requestId }) => ({
      submissionId: submissionIdOf(at, requestId),
      receivedAt: at,
    }),
  }),
  route('POST /v1/engagements', {
    groups: 'public',
    body: Engagement,
    status: 202,
    handle: (deps, { command, body }) => recordEngagement(deps, command, body),
    handleForm: (deps, { command }, form) => recordPlainEngagement(deps, command, form),
    promise: ({ at }) => ({ receivedAt: at }),
  }),
  route('GET /v1/unsubscribe/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async (deps, { command, params }) =>
      askToUnsubscribe(await readSubscription(deps, command, params.token ?? '')),
  }),
  route('POST /v1/unsubscribe/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async (deps, { command, params }) =>
      unsubscribed(await unsubscribe(deps, command, params.token ?? '')),
  }),
  route('GET /v1/opt-ins/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async (deps, { command, params }) =>
      askToConfirm(await readOptIn(deps, command, params.token ?? '')),
  }),
  route('POST /v1/opt-ins/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async (deps, { command, params }) =>
      confirmed(await confirmByPerson(deps, command, params.token ?? '')),
  }),
];
