// Routes of a lead for SDRs, reps and directors (api.md, Staff).

import * as z from 'zod';
import { body, line, oneOf, paragraphs, WebAddress, yesOrNo } from '../../leads/fields.ts';
import { Instant } from '../../leads/instant.ts';
import { FactsBody } from '../../leads/intake/facts-by-staff.ts';
import { Qualification } from '../../leads/qualification/qualification.ts';
import { GRADES } from '../../leads/scoring/grade.ts';
import { states } from '../../leads/states.ts';
import type { Group, Route } from '../../platform/api.ts';
import { closeQuarantined, releaseLead } from '../../use-cases/intake/check-quarantined.ts';
import { correctFacts } from '../../use-cases/intake/correct-facts.ts';
import { giveBack } from '../../use-cases/offer/answer-offer.ts';
import { assignRep, decideExtraCycle, sendBack } from '../../use-cases/offer/direct-lead.ts';
import { handLeadOver } from '../../use-cases/qualification/leave-leads.ts';
import {
  correctContact,
  logActivity,
  qualifyLead,
  takeByHand,
} from '../../use-cases/qualification/work-lead.ts';
import { readLead, readTimeline } from '../../use-cases/reading/read-lead.ts';
import { listLeads } from '../../use-cases/reading/read-lists.ts';
import { RefusalBody } from './offers.ts';
import { leadIdOf, oneOfThe, onLead, Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

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
  /** What the customer said himself about being written to and called. */
  consent: body({
    email: yesOrNo().exactOptional(),
    phone: yesOrNo().exactOptional(),
  }).exactOptional(),
}).refine(({ connected, consent }) => connected || consent === undefined, {
  path: ['consent'],
  error: 'is only what the customer said himself; leave it out, or log a talk that was connected',
});
const Assignment = body({
  repId: line(128),
  reason: paragraphs(1000),
  liftExclusion: yesOrNo().exactOptional(),
});
const Looked = body({ reason: paragraphs(1000) });
const Contact = body({ email: line(254).exactOptional(), phone: line(40).exactOptional() }).refine(
  ({ email, phone }) => email !== undefined || phone !== undefined,
  { path: ['email'], error: 'is missing, and so is phone; give the one that was wrong' },
);

export const leadRoutes: readonly Route[] = [
  route('GET /v1/leads', {
    groups: staff,
    query: Paged.extend({
      state: oneOfThe('state', states),
      mine: z.string().optional(),
      q: line(100).optional(),
      grade: oneOfThe('grade', GRADES),
      department: line(100).optional(),
      tag: line(40).optional(),
    }),
    handle: (deps, request) => {
      const { mine, limit: _, cursor: _c, ...asked } = request.query;
      const paging = pagingOf(request);
      return listLeads(deps, request.command, { ...asked, mine: mine === 'true', paging });
    },
  }),
  onLead('GET /v1/leads/{leadId}', { groups: staff, use: readLead }),
  onLead('PATCH /v1/leads/{leadId}', {
    groups: ['ops', 'sdr', 'rep'],
    body: FactsBody,
    use: correctFacts,
  }),
  route('GET /v1/leads/{leadId}/timeline', {
    groups: staff,
    query: Paged,
    handle: (deps, request) =>
      readTimeline(deps, request.command, leadIdOf(request), pagingOf(request, 200)),
  }),
  onLead('POST /v1/leads/{leadId}/take', { groups: sdr, use: takeByHand }),
  onLead('POST /v1/leads/{leadId}/release', {
    groups: ['sdr', 'ops'],
    body: Looked,
    use: releaseLead,
  }),
  onLead('POST /v1/leads/{leadId}/close', {
    groups: ['sdr', 'ops'],
    body: Looked,
    use: closeQuarantined,
  }),
  onLead('POST /v1/leads/{leadId}/qualification', {
    groups: sdr,
    body: Qualification,
    use: qualifyLead,
  }),
  onLead('POST /v1/leads/{leadId}/activities', {
    groups: ['sdr', 'rep'],
    body: Log,
    status: 201,
    use: logActivity,
  }),
  onLead('PUT /v1/leads/{leadId}/contact', {
    groups: sdr,
    body: Contact,
    use: correctContact,
  }),
  onLead('POST /v1/leads/{leadId}/assign', {
    groups: director,
    body: Assignment,
    use: assignRep,
  }),
  onLead('POST /v1/leads/{leadId}/hand-over', {
    groups: director,
    body: body({ sdrId: line(128), reason: paragraphs(1000) }),
    use: handLeadOver,
  }),
  onLead('POST /v1/leads/{leadId}/send-back', {
    groups: director,
    body: body({ verdict: oneOf(['nurture', 'notALead']), reason: paragraphs(1000) }),
    use: sendBack,
  }),
  onLead('POST /v1/leads/{leadId}/extra-cycle', {
    groups: director,
    body: body({ approve: yesOrNo(), reason: paragraphs(1000) }),
    use: decideExtraCycle,
  }),
  onLead('POST /v1/leads/{leadId}/return', {
    groups: ['rep'],
    body: RefusalBody,
    use: giveBack,
  }),
];
