// What is asked and done about an opportunity.

import { Opened } from '../../use-cases/answers/lead-answers.ts';
import {
  ForecastAnswer,
  OpportunityDetail,
  OpportunityPage,
  OpportunityView,
} from '../../use-cases/answers/opportunity-answers.ts';
import type { Operation } from './operation.ts';

export const opportunityOperations = {
  'POST /v1/leads/{leadId}/opportunity': {
    summary: 'The owner, or the rep of a pending offer, opens an opportunity',
    answer: Opened,
    problems: [
      'NOT_YOUR_LEAD',
      'NOT_YOUR_OFFER',
      'OFFER_EXPIRED',
      'OFFER_SETTLED',
      'ILLEGAL_TRANSITION',
    ],
  },
  'GET /v1/opportunities': {
    summary: 'Own opportunities, or those of all reps',
    answer: OpportunityPage,
  },
  'GET /v1/opportunities/{opportunityId}': {
    summary: 'An opportunity with its credit',
    answer: OpportunityDetail,
    problems: ['NOT_YOUR_LEAD'],
  },
  'PATCH /v1/opportunities/{opportunityId}': changes('Stage, amount, notes and the rest'),
  'POST /v1/opportunities/{opportunityId}/win': changes('Won'),
  'POST /v1/opportunities/{opportunityId}/lose': changes('Lost, and why'),
  'POST /v1/opportunities/{opportunityId}/cancel': changes('Cancelled, or the cause of it'),
  'POST /v1/opportunities/{opportunityId}/cancel-ruling': changes('Ops rule on the cause'),
  'POST /v1/opportunities/{opportunityId}/correct': changes('A director corrects what was signed'),
  'GET /v1/forecast': {
    summary: 'What will be earned, as it stood at the end of a day: by currency, stage and month',
    answer: ForecastAnswer,
  },
  'POST /v1/opportunities/{opportunityId}/reopen': changes('A director opens it again'),
  'POST /v1/opportunities/{opportunityId}/owner': changes('A director gives it to another rep'),
} as const satisfies Record<string, Operation>;

function changes(summary: string) {
  return {
    summary,
    answer: OpportunityView,
    problems: ['NOT_YOUR_LEAD', 'PARTY', 'ILLEGAL_TRANSITION', 'COLLISION'],
  } as const;
}
