// Routes of a lead for SDRs, reps and directors (api.md, Staff).

import { body, line, oneOf, paragraphs, WebAddress, yesOrNo } from '../../leads/fields.ts';
import { Instant } from '../../leads/instant.ts';
import { Qualification } from '../../leads/qualification/qualification.ts';
import type { Group, Route } from '../../platform/api.ts';
import { giveBack } from '../../use-cases/offer/answer-offer.ts';
import { assignRep, decideExtraCycle, sendBack } from '../../use-cases/offer/direct-lead.ts';
import {
  correctContact,
  logActivity,
  qualifyLead,
  takeByHand,
} from '../../use-cases/qualification/work-lead.ts';
import {
  listLeads,
  readLead,
  readSubmission,
  readTimeline,
} from '../../use-cases/reading/read-lead.ts';
import { RefusalBody } from './offers.ts';
import { leadIdOf, onLead, pagingOf } from './parameters.ts';

const staff: readonly Group[] = ['admin', 'ops', 'director', 'sdr', 'rep'];
const sdr: readonly Group[] = ['sdr'];
const director: readonly Group[] = ['director'];

const Log = body({
  kind: oneOf(['call', 'email', 'meeting']),
  direction: oneOf(['outbound', 'inbound']),
  connected: yesOrNo(),
  at: Instant.exactOptional(),
  note: paragraphs(4000),
  recordingUrl: WebAddress.exactOptional(),
});
const Assignment = body({
  repId: line(128),
  reason: paragraphs(1000),
  liftExclusion: yesOrNo().exactOptional(),
});
const Contact = body({ email: line(254).exactOptional(), phone: line(40).exactOptional() }).refine(
  ({ email, phone }) => email !== undefined || phone !== undefined,
  { path: ['email'], error: 'is missing, and so is phone; give the one that was wrong' },
);

export const leadRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/submissions/{id}',
    groups: ['sdr', 'ops', 'admin'],
    handle: (deps, { params }) => readSubmission(deps, String(params.id).slice(0, 60)),
  },
  {
    method: 'GET',
    path: '/v1/leads',
    groups: staff,
    handle: (deps, request) =>
      listLeads(deps, request.command, {
        state: request.query.state,
        mine: request.query.mine === 'true',
        paging: pagingOf(request),
      }),
  },
  {
    method: 'GET',
    path: '/v1/leads/{leadId}',
    groups: staff,
    handle: (deps, request) => readLead(deps, request.command, leadIdOf(request)),
  },
  {
    method: 'GET',
    path: '/v1/leads/{leadId}/timeline',
    groups: staff,
    handle: (deps, request) =>
      readTimeline(deps, request.command, leadIdOf(request), pagingOf(request, 200)),
  },
  {
    method: 'POST',
    path: '/v1/leads/{leadId}/take',
    groups: sdr,
    handle: (deps, request) => takeByHand(deps, request.command, leadIdOf(request)),
  },
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/qualification',
    groups: sdr,
    body: Qualification,
    use: qualifyLead,
  }),
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/activities',
    groups: ['sdr', 'rep'],
    body: Log,
    use: logActivity,
  }),
  onLead({
    method: 'PUT',
    path: '/v1/leads/{leadId}/contact',
    groups: sdr,
    body: Contact,
    use: correctContact,
  }),
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/assign',
    groups: director,
    body: Assignment,
    use: assignRep,
  }),
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/send-back',
    groups: director,
    body: body({ verdict: oneOf(['nurture', 'notALead']), reason: paragraphs(1000) }),
    use: sendBack,
  }),
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/extra-cycle',
    groups: director,
    body: body({ approve: yesOrNo(), reason: paragraphs(1000) }),
    use: decideExtraCycle,
  }),
  onLead({
    method: 'POST',
    path: '/v1/leads/{leadId}/return',
    groups: ['rep'],
    body: RefusalBody,
    use: giveBack,
  }),
];
