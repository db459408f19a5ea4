// Routes of what follows an acceptance: the five criteria, the window, the opportunity and its end (api.md, Staff).

import type * as z from 'zod';
import { PlannedDate } from '../../leads/calendar/calendar.ts';
import {
  body,
  Currency,
  isObject,
  line,
  numberBetween,
  paragraphs,
  yesOrNo,
} from '../../leads/fields.ts';
import { Instant } from '../../leads/instant.ts';
import { NOTES, opportunityStatuses } from '../../leads/opportunity/opportunity.ts';
import { SalesQualification } from '../../leads/qualification/qualification.ts';
import type { Group, Route } from '../../platform/api.ts';
import { openForRep } from '../../use-cases/opportunity/open-opportunity.ts';
import { extendByDirector, qualifyForSales } from '../../use-cases/opportunity/work-accepted.ts';
import {
  cancelOpportunity,
  loseOpportunity,
  moveOpportunity,
  readOpportunity,
  reopenOpportunity,
  ruleOnCancellation,
  updateOpportunity,
  winOpportunity,
} from '../../use-cases/opportunity/work-opportunity.ts';
import { listOpportunities } from '../../use-cases/reading/read-lists.ts';
import { oneOfThe, onLead, onOpportunity, Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

const rep: readonly Group[] = ['rep'];
const director: readonly Group[] = ['director'];
const readers: readonly Group[] = ['director', 'ops', 'admin', 'sdr', 'rep'];

const Amount = numberBetween(0.01, 1e15);
const Name = line(40);

const Opening = body({
  amount: Amount,
  currency: Currency,
  expectedCloseOn: PlannedDate,
  stage: Name.exactOptional(),
});

const Notes = body(
  Object.fromEntries(NOTES.map((name) => [name, paragraphs(2000).exactOptional()])) as {
    [Note in (typeof NOTES)[number]]: z.ZodExactOptional<z.ZodString>;
  },
);

const Update = body({
  stage: Name.exactOptional(),
  amount: Amount.exactOptional(),
  currency: Currency.exactOptional(),
  expectedCloseOn: PlannedDate.exactOptional(),
  competitor: line(200).exactOptional(),
  nextStep: paragraphs(1000).exactOptional(),
  resourceAsks: paragraphs(1000).exactOptional(),
  pocFailReason: Name.exactOptional(),
  notes: Notes.exactOptional(),
}).refine((update) => Object.values(update).some((value) => value !== undefined), {
  path: [],
  error: 'changes nothing; give a stage, an amount, a note or another field',
  when: isObject,
});

const Reason = body({ reason: paragraphs(1000) });

export const opportunityRoutes: readonly Route[] = [
  onLead('POST /v1/leads/{leadId}/sales-qualification', {
    groups: rep,
    body: SalesQualification,
    use: qualifyForSales,
  }),
  onLead('POST /v1/leads/{leadId}/window-extension', {
    groups: director,
    body: body({ until: Instant, reason: paragraphs(1000) }),
    use: extendByDirector,
  }),
  onLead('POST /v1/leads/{leadId}/opportunity', {
    groups: rep,
    body: Opening,
    status: 201,
    use: openForRep,
  }),
  route('GET /v1/opportunities', {
    groups: readers,
    query: Paged.extend({ status: oneOfThe('status', opportunityStatuses) }),
    handle: (deps, request) => {
      const { status } = request.query;
      return listOpportunities(deps, request.command, { status, paging: pagingOf(request) });
    },
  }),
  onOpportunity('GET /v1/opportunities/{opportunityId}', {
    groups: readers,
    use: readOpportunity,
  }),
  onOpportunity('PATCH /v1/opportunities/{opportunityId}', {
    groups: rep,
    body: Update,
    use: updateOpportunity,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/win', {
    groups: rep,
    body: body({ amount: Amount, currency: Currency.exactOptional() }),
    use: winOpportunity,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/lose', {
    groups: rep,
    body: body({ reason: Name, pocFailReason: Name.exactOptional() }),
    use: loseOpportunity,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/cancel', {
    groups: ['rep', 'director'],
    body: body({ reason: Name.exactOptional() }),
    use: cancelOpportunity,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/cancel-ruling', {
    groups: ['ops', 'director'],
    body: body({ approve: yesOrNo(), note: paragraphs(1000) }),
    use: ruleOnCancellation,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/reopen', {
    groups: director,
    body: Reason,
    use: reopenOpportunity,
  }),
  onOpportunity('POST /v1/opportunities/{opportunityId}/owner', {
    groups: director,
    body: body({ repId: line(128), reason: paragraphs(1000) }),
    use: moveOpportunity,
  }),
];
