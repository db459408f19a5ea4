// What is asked and done about a lead (api.md, Staff).

import {
  Buffered,
  SetAsidePage,
  SubmissionVerdict,
} from '../../use-cases/answers/customer-answers.ts';
import * as answers from '../../use-cases/answers/lead-answers.ts';
import type { Operation } from './operation.ts';

export const leadOperations = {
  'GET /v1/submissions/{id}': {
    summary: 'What became of a submission',
    answer: SubmissionVerdict,
  },
  'GET /v1/set-aside': {
    summary:
      'Forms of people who cannot be reached, put aside without a lead until staff release or close them, the newest first',
    answer: SetAsidePage,
  },
  'GET /v1/buffer': {
    summary:
      'Forms, engagements and calls of other systems that could not be written when they came: how many wait, since when, and how many were put aside for ops (docs/runbook.md, The buffer)',
    answer: Buffered,
  },
  'POST /v1/submissions/{id}/release': {
    summary: 'Staff know how to reach the sender: the form goes in under its id',
    answer: SubmissionVerdict,
    problems: ['ILLEGAL_TRANSITION'],
  },
  'POST /v1/submissions/{id}/close': {
    summary: 'Staff looked at a form that was put aside without a lead, and it is no enquiry',
    answer: SubmissionVerdict,
    problems: ['ILLEGAL_TRANSITION'],
  },
  'GET /v1/leads': {
    summary:
      'Leads in the order of the desk’s queue, or found by name, company, e-mail, phone or lead id. All filters may be combined, with q too: each lead fulfils every one of them, its grade as it is shown now. A thousand leads of a state are looked at for one page; while there is a cursor, there may be more',
    answer: answers.LeadPage,
  },
  'GET /v1/leads/{leadId}': {
    summary: 'One lead with everything that hangs on it',
    answer: answers.LeadDetail,
    problems: ['NOT_YOUR_LEAD'],
  },
  'PATCH /v1/leads/{leadId}': {
    summary: 'Staff say what is so, and take over or drop what forms said otherwise',
    answer: answers.LeadDetail,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION', 'COLLISION'],
  },
  'GET /v1/leads/{leadId}/timeline': {
    summary: 'Every event of a lead with its instant, actor and a sentence',
    answer: answers.Timeline,
    problems: ['NOT_YOUR_LEAD'],
  },
  'POST /v1/leads/{leadId}/take': {
    summary: 'An SDR takes the lead',
    answer: answers.LeadView,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION', 'RECYCLE_GUARD'],
  },
  'POST /v1/leads/{leadId}/release': {
    summary: 'Staff looked at an enquiry that was put aside, and it is honest',
    answer: answers.LeadView,
    problems: ['ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/close': {
    summary: 'Staff looked at an enquiry that was put aside, and it is none',
    answer: answers.LeadView,
    problems: ['ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/qualification': {
    summary: 'The SDR’s verdict, with what he found out',
    answer: answers.LeadView,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION', 'RECYCLE_GUARD', 'BANT_FAILS'],
  },
  'POST /v1/leads/{leadId}/activities': {
    summary: 'A call, mail or meeting',
    answer: answers.ActivityLogged,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION'],
  },
  'PUT /v1/leads/{leadId}/contact': {
    summary: 'The person’s right e-mail address or phone',
    answer: answers.ContactCorrected,
    problems: ['NOT_YOUR_LEAD'],
  },
  'POST /v1/leads/{leadId}/assign': {
    summary: 'A director names the rep',
    answer: answers.LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/hand-over': {
    summary: 'A director hands the lead to an SDR',
    answer: answers.LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/send-back': {
    summary: 'A lead that nobody can take goes back to nurture, or is dropped',
    answer: answers.LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/extra-cycle': {
    summary: 'A director’s word on a cycle beyond the cap',
    answer: answers.LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/return': {
    summary: 'The owner gives an accepted lead back',
    answer: answers.Moved,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/sales-qualification': {
    summary: 'The owner’s five criteria',
    answer: answers.LeadView,
    problems: ['NOT_YOUR_LEAD', 'ILLEGAL_TRANSITION', 'BANT_FAILS'],
  },
  'POST /v1/leads/{leadId}/window-extension': {
    summary: 'A director moves the end of the window',
    answer: answers.LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
} as const satisfies Record<string, Operation>;
