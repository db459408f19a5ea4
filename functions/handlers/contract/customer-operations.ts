// What people outside and systems that send for them may do, and who is who.

import * as z from 'zod';
import * as answers from '../../use-cases/answers/customer-answers.ts';
import { LeadView } from '../../use-cases/answers/lead-answers.ts';
import type { Operation } from './operation.ts';

const Page = z.string();

export const publicOperations = {
  'POST /v1/submissions': { summary: 'A form is sent', answer: answers.Received },
  'POST /v1/engagements': {
    summary: 'Somebody read, watched or came',
    answer: answers.Recorded,
  },
  'GET /v1/unsubscribe/{token}': {
    summary: 'The page that asks; it changes nothing',
    answer: Page,
  },
  'POST /v1/unsubscribe/{token}': { summary: 'No more mails', answer: Page },
  'GET /v1/opt-ins/{token}': {
    summary: 'The page that asks; it changes nothing',
    answer: Page,
  },
  'POST /v1/opt-ins/{token}': {
    summary: 'The person is who the form says, and may be written to',
    answer: Page,
  },
  'GET /v1/inbound/{source}': {
    summary: 'Meta asks whether its token is known, and gets its challenge back',
    answer: Page,
    problems: ['UNAUTHENTICATED'],
  },
  'POST /v1/inbound/{source}': {
    summary: 'An advertising form, or news of the CRM; signed',
    answer: answers.InboundTaken,
    problems: [
      'UNAUTHENTICATED',
      'NOT_YOUR_OFFER',
      'NOT_YOUR_LEAD',
      'OFFER_EXPIRED',
      'ILLEGAL_TRANSITION',
      'COLLISION',
    ],
  },
} as const satisfies Record<string, Operation>;

export const customerOperations = {
  'GET /v1/leads/{leadId}/suggestions': {
    summary: 'Companies whose names look the same',
    answer: answers.Suggestions,
  },
  'POST /v1/self-sourced': {
    summary: 'A rep brings a customer of his own',
    answer: LeadView,
    problems: ['COLLISION'],
  },
  'POST /v1/leads/{leadId}/source-ruling': {
    summary: 'Ops rule whose find it is',
    answer: LeadView,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/merge': {
    summary: 'Two leads are of one customer',
    answer: answers.Merged,
    problems: ['ILLEGAL_TRANSITION'],
  },
  'POST /v1/leads/{leadId}/unmerge': {
    summary: 'A merge is taken back',
    answer: answers.Unmerged,
    problems: ['ILLEGAL_TRANSITION', 'COLLISION'],
  },
  'POST /v1/leads/{leadId}/erase': {
    summary: 'A person is forgotten',
    answer: answers.Erased,
    problems: ['ILLEGAL_TRANSITION'],
  },
} as const satisfies Record<string, Operation>;
