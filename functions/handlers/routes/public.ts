// Routes for everybody (api.md, Public). None of them tells a stranger whether an address is known.

import { NotFound } from '../../leads/errors.ts';
import { optInLead } from '../../leads/identity/opt-in-token.ts';
import { unsubscribingPerson } from '../../leads/identity/unsubscribe-token.ts';
import { Engagement, Submission } from '../../leads/intake/submission.ts';
import { type Route, route } from '../../platform/api.ts';
import { unsubscribe } from '../../use-cases/identity/unsubscribe.ts';
import { receiveSubmission } from '../../use-cases/intake/receive-submission.ts';
import { recordEngagement } from '../../use-cases/intake/record-engagement.ts';
import { confirmByPerson } from '../../use-cases/qualification/work-lead.ts';
import { askToUnsubscribe, unsubscribed } from './pages.ts';

export const publicRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/submissions',
    groups: 'public',
    body: Submission,
    handle: async (deps, { command, body }) => ({
      status: 202,
      body: await receiveSubmission(deps, command, body),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/engagements',
    groups: 'public',
    body: Engagement,
    handle: async (deps, { command, body }) => ({
      status: 202,
      body: await recordEngagement(deps, command, body),
    }),
  }),
  {
    method: 'GET',
    path: '/v1/unsubscribe/{token}',
    groups: 'public',
    handle: async ({ pepper }, { params }) => {
      const token = params.token ?? '';
      if (!unsubscribingPerson(token, pepper)) throw new NotFound('subscription', token);
      return askToUnsubscribe();
    },
  },
  {
    method: 'POST',
    path: '/v1/unsubscribe/{token}',
    groups: 'public',
    handle: async (deps, { command, params }) => {
      await unsubscribe(deps, command, params.token ?? '');
      return unsubscribed();
    },
  },
  {
    method: 'GET',
    path: '/v1/opt-ins/{token}',
    groups: 'public',
    handle: async (deps, { command, params }) => {
      const leadId = optInLead(params.token ?? '', deps.pepper);
      if (!leadId) throw new NotFound('opt-in', params.token?.slice(0, 40) ?? '');
      return confirmByPerson(deps, command, leadId);
    },
  },
];
