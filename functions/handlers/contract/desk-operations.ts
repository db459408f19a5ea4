// What ops and directors say of the desk: staff, rosters, calendars, contents, policy, files.

import { InboundSecret } from '../../use-cases/answers/customer-answers.ts';
import * as answers from '../../use-cases/answers/desk-answers.ts';
import { Annulled } from '../../use-cases/answers/lead-answers.ts';
import type { Operation } from './operation.ts';

export const deskOperations = {
  'GET /v1/me': { summary: 'Who you are here', answer: answers.Me },
  'GET /v1/reps': { summary: 'Every rep, with what the rules say of him', answer: answers.RepList },
  'PUT /v1/reps/{repId}': { summary: 'A rep’s desk', answer: answers.Rep },
  'POST /v1/reps/{repId}/absences': { summary: 'A rep is away', answer: answers.AbsenceView },
  'POST /v1/reps/{repId}/strikes/{offerId}/annul': {
    summary: 'A director takes a miss back',
    answer: Annulled,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'GET /v1/sdrs': { summary: 'Every SDR', answer: answers.SdrList },
  'PUT /v1/sdrs/{sdrId}': { summary: 'An SDR’s desk', answer: answers.Sdr },
  'POST /v1/sdrs/{sdrId}/absences': { summary: 'An SDR is away', answer: answers.AbsenceView },
  'GET /v1/departments': { summary: 'Every department', answer: answers.DepartmentList },
  'PUT /v1/departments/{id}': {
    summary: 'How a department gets its leads',
    answer: answers.DepartmentView,
  },
  'GET /v1/rosters/{month}': {
    summary: 'Who may get leads in a month',
    answer: answers.RosterView,
  },
  'PUT /v1/rosters/{month}': { summary: 'The roster of a month', answer: answers.RosterView },
  'GET /v1/calendars/{id}': { summary: 'A working calendar', answer: answers.CalendarVersion },
  'PUT /v1/calendars/{id}': { summary: 'A calendar is published', answer: answers.CalendarVersion },
  'GET /v1/contents/{contentId}': { summary: 'An article', answer: answers.Content },
  'PUT /v1/contents/{contentId}': { summary: 'An article and its author', answer: answers.Content },
  'GET /v1/rates': {
    summary: 'What other currencies are worth, by day',
    answer: answers.RatesList,
  },
  'PUT /v1/rates/{currency}': {
    summary: 'What a currency is worth in the company’s own, from which day on',
    answer: answers.Rates,
  },
  'GET /v1/policy': { summary: 'The business numbers in force', answer: answers.PolicyView },
  'PUT /v1/policy': { summary: 'New business numbers', answer: answers.PolicyView },
  'POST /v1/imports': { summary: 'A file of cards', answer: answers.ImportView },
  'POST /v1/spend': {
    summary: 'A file of what was spent, by month, channel and campaign',
    answer: answers.SpendReport,
  },
  'GET /v1/spend': { summary: 'What was spent in a month', answer: answers.SpendPage },
  'GET /v1/imports/{importId}': { summary: 'How far a file is', answer: answers.ImportView },
  'GET /v1/inbound/{source}/secret': {
    summary: 'The secret by which a system signs',
    answer: InboundSecret,
  },
} as const satisfies Record<string, Operation>;
