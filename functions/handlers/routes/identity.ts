// Routes about who is who and whose: suggestions, merge and its undoing, erasure, self-sourced leads, disputes (api.md, Staff).

import { body, line, oneOf, paragraphs, WebAddress, yesOrNo } from '../../leads/fields.ts';
import { LeadId } from '../../leads/ids.ts';
import { SelfSourcedBody, SourceRulingBody } from '../../leads/intake/self-sourced.ts';
import { outcomes } from '../../leads/offer/dispute.ts';
import type { Group, Route } from '../../platform/api.ts';
import { erasePerson } from '../../use-cases/identity/erase-person.ts';
import { bringSelfSourced, ruleOnSource } from '../../use-cases/intake/bring-self-sourced.ts';
import { mergeLeads } from '../../use-cases/merging/merge-leads.ts';
import { suggestAccounts } from '../../use-cases/merging/suggest-accounts.ts';
import { unmergeLead } from '../../use-cases/merging/unmerge-lead.ts';
import { disputeReject, ruleOnDispute } from '../../use-cases/offer/dispute-reject.ts';
import { onDispute, onLead, onOffer } from './parameters.ts';
import { route } from './route.ts';

const ops: readonly Group[] = ['ops'];

const MergeBody = body({
  into: line(64).pipe(LeadId),
  samePerson: yesOrNo().exactOptional(),
});

const RulingBody = body({
  outcome: oneOf(outcomes),
  note: paragraphs(4000),
  recordingUrl: WebAddress.exactOptional(),
});

export const identityRoutes: readonly Route[] = [
  onLead('GET /v1/leads/{leadId}/suggestions', { groups: ['sdr', 'ops'], use: suggestAccounts }),
  route('POST /v1/self-sourced', {
    groups: ['rep'],
    body: SelfSourcedBody,
    status: 201,
    handle: (deps, request) => bringSelfSourced(deps, request.command, request.body),
  }),
  onLead('POST /v1/leads/{leadId}/source-ruling', {
    groups: ops,
    body: SourceRulingBody,
    use: ruleOnSource,
  }),
  onOffer('POST /v1/offers/{offerId}/dispute', {
    groups: ['sdr'],
    body: body({ note: paragraphs(4000) }),
    status: 201,
    use: disputeReject,
  }),
  onDispute('POST /v1/disputes/{id}/ruling', {
    groups: ['director'],
    body: RulingBody,
    use: ruleOnDispute,
  }),
  onLead('POST /v1/leads/{leadId}/erase', {
    groups: ['admin'],
    body: body({ reason: paragraphs(200), personId: line(64).exactOptional() }),
    status: 202,
    use: erasePerson,
  }),
  onLead('POST /v1/leads/{leadId}/merge', {
    groups: ops,
    body: MergeBody,
    use: mergeLeads,
  }),
  onLead('POST /v1/leads/{leadId}/unmerge', { groups: ops, use: unmergeLead }),
];
