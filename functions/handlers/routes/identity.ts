// Routes about who is who: merge and its undoing, erasure (api.md, Staff; domain.md 4.8).

import { body, paragraphs, yesOrNo } from '../../leads/fields.ts';
import { LeadId } from '../../leads/ids.ts';
import { type Group, type Route, route } from '../../platform/api.ts';
import { erasePerson } from '../../use-cases/erase-person.ts';
import { mergeLeads } from '../../use-cases/merge-leads.ts';
import { unmergeLead } from '../../use-cases/unmerge-lead.ts';
import { leadIdOf } from './parameters.ts';

const ops: readonly Group[] = ['ops'];

const MergeBody = body({
  into: LeadId,
  samePerson: yesOrNo().exactOptional(),
});

export const identityRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/leads/{leadId}/erase',
    groups: ['admin'],
    body: body({ reason: paragraphs(200) }),
    handle: (deps, request) => erasePerson(deps, request.command, leadIdOf(request), request.body),
  }),
  route({
    method: 'POST',
    path: '/v1/leads/{leadId}/merge',
    groups: ops,
    body: MergeBody,
    handle: (deps, request) => mergeLeads(deps, request.command, leadIdOf(request), request.body),
  }),
  route({
    method: 'POST',
    path: '/v1/leads/{leadId}/unmerge',
    groups: ops,
    body: body({}),
    handle: (deps, request) => unmergeLead(deps, request.command, leadIdOf(request)),
  }),
];
