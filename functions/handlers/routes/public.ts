// Routes for everybody (api.md, Public). None of them tells a stranger whether an address is known.

import { NotFound } from '../../leads/errors.ts';
import { optInLead } from '../../leads/identity/opt-in-token.ts';
import { unsubscribingPerson } from '../../leads/identity/unsubscribe-token.ts';
import { Engagement, Submission } from '../../leads/intake/submission.ts';
import type { Route } from '../../platform/api.ts';
import { unsubscribe } from '../../use-cases/identity/unsubscribe.ts';
import {
  receivePlainForm,
  recordPlainEngagement,
} from '../../use-cases/intake/receive-plain-form.ts';
import { receiveSubmission } from '../../use-cases/intake/receive-submission.ts';
import { recordEngagement } from '../../use-cases/intake/record-engagement.ts';
import { confirmByPerson } from '../../use-cases/qualification/work-lead.ts';
import { askToUnsubscribe, PAGE_HEADERS, unsubscribed } from './pages.ts';
import { route } from './route.ts';

export const publicRoutes: readonly Route[] = [
  route('POST /v1/submissions', {
    groups: 'public',
    body: Submission,
    status: 202,
    handle: (deps, { command, body }) => receiveSubmission(deps, command, body),
    handleForm: (deps, { command }, form) => receivePlainForm(deps, command, form),
  }),
  route('POST /v1/engagements', {
    groups: 'public',
    body: Engagement,
    status: 202,
    handle: (deps, { command, body }) => recordEngagement(deps, command, body),
    handleForm: (deps, { command }, form) => recordPlainEngagement(deps, command, form),
  }),
  route('GET /v1/unsubscribe/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async ({ pepper }, { params }) => {
      const token = params.token ?? '';
      if (!unsubscribingPerson(token, pepper)) throw new NotFound('subscription', token);
      return askToUnsubscribe();
    },
  }),
  route('POST /v1/unsubscribe/{token}', {
    groups: 'public',
    headers: PAGE_HEADERS,
    handle: async (deps, { command, params }) => {
      await unsubscribe(deps, command, params.token ?? '');
      return unsubscribed();
    },
  }),
  route('GET /v1/opt-ins/{token}', {
    groups: 'public',
    handle: async (deps, { command, params }) => {
      const leadId = optInLead(params.token ?? '', deps.pepper);
      if (!leadId) throw new NotFound('opt-in', params.token?.slice(0, 40) ?? '');
      return confirmByPerson(deps, command, leadId);
    },
  }),
];
