// One company whose leads stand in every state that a refusal needs, and a way to ask that lets no bad refusal pass.

import { expect } from 'vitest';
import { deskRoutes } from '../../../functions/handlers/routes/desk.ts';
import { inboundAdminRoutes, inboundRoutes } from '../../../functions/handlers/routes/inbound.ts';
import { publicRoutes } from '../../../functions/handlers/routes/public.ts';
import { reportRoutes } from '../../../functions/handlers/routes/reports.ts';
import { staffRoutes } from '../../../functions/handlers/routes/staff.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { NOTES } from '../../../functions/leads/opportunity/opportunity.ts';
import type { Route } from '../../../functions/platform/api.ts';
import { type Company, openCompany } from '../../support/company.ts';
import type { Json } from '../../support/json.ts';

/** Every route, and those whose bodies are not the desk's: its own are tested in unit/use-cases/desk/bad-input.test.ts, inbound ones in workflow/inbound.test.ts. */
export const everyRoute = [...publicRoutes, ...inboundRoutes, ...staffRoutes, ...reportRoutes];
const desksOrInbound: ReadonlySet<Route> = new Set([
  ...deskRoutes,
  ...inboundRoutes,
  ...inboundAdminRoutes,
]);
export const ownRoutes = everyRoute.filter((route) => !desksOrInbound.has(route));

export interface Asked {
  readonly body?: unknown;
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Json;
}

export interface Api {
  readonly company: Company;
  readonly mql: string;
  readonly working: string;
  readonly pending: Offer;
  readonly settled: Offer;
  /** Returned by the rep who had accepted it. */
  readonly nurtured: string;
  readonly submissionId: string;
  /** Accepted, and with an open opportunity. */
  readonly sold: Offer;
  readonly opportunityId: string;
  /** `groups` left out: no token. Fails on a refusal that is no problem+json, and on any 5xx. */
  readonly ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
  /** Every item of the table. */
  readonly stored: () => Promise<unknown>;
}

export async function openApi(): Promise<Api> {
  const company = await openCompany();
  const { leadId: mql } = await company.submit();
  const { leadId: working, submissionId } = await company.submit();
  await company.must(company.as('sdr-1', 'sdr').post(`/v1/leads/${working}/take`));
  const pending = await company.offer((await company.handOver()).leadId);
  const settled = await company.offer((await company.handOver()).leadId);
  await company.must(company.accept(settled));
  const { leadId: nurtured } = await company.handOver();
  await company.must(company.reject(await company.offer(nurtured)));
  const sold = await company.offer((await company.handOver()).leadId);
  const opportunityId = await company.opportunity(sold);
  // Whoever asks without a name of his own is on the desk, and has no lead.
  for (const sdrId of ['somebody', 'sdr-2']) await company.putSdr(sdrId);
  await company.putRep({ repId: 'somebody' });
  await company.runtime.settled();
  const ask: Api['ask'] = async (
    method,
    path,
    { body, sub = 'somebody', groups, headers } = {},
  ) => {
    const token = groups && company.runtime.token(sub, groups);
    const answer = await company.runtime.request(method, path, {
      ...(token ? { token } : {}),
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
    });
    if (answer.status >= 400) expectProblem(answer, `${method} ${path.slice(0, 80)}`, body);
    return answer;
  };
  return {
    company,
    mql,
    working,
    pending: await company.offer(pending.leadId),
    settled: await company.offer(settled.leadId),
    nurtured,
    submissionId,
    sold,
    opportunityId,
    ask,
    stored: () => company.items(),
  };
}

const INTERNALS = /node_modules|\.ts\b|Exception|ZodError|\bundefined\b|\[object|NaN|\n/;

function expectProblem({ status, headers, body }: Answered, where: string, sent: unknown): void {
  expect(status, `${where} ${String(JSON.stringify(sent)).slice(0, 300)}`).toBeLessThan(500);
  expect(headers['content-type'], where).toBe('application/problem+json');
  expect(body, where).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/^.{10,}$/s),
    code: expect.stringMatching(/^[A-Z_]+$/),
  });
  expect(body.detail, where).not.toMatch(INTERNALS);
  expect(body, where).not.toHaveProperty('stack');
}

/** What a route needs in its path, and a body with every field that it knows. */
export interface Row {
  readonly groups: readonly string[] | 'public';
  readonly sub?: (api: Api) => string;
  readonly ids?: (api: Api) => Readonly<Record<string, string>>;
  readonly example?: Readonly<Record<string, unknown>>;
}

const answers = {
  verdict: 'notNow',
  budget: 'approved',
  authority: 'decides',
  need: 'matches',
  share: 'most',
  timeline: { startWithinMonths: 2 },
  process: 'matches',
  role: 'user',
  note: 'n',
  revisitAt: '2026-12-01T00:00:00Z',
  reason: 'later',
  recordingUrl: 'https://calls.example/1',
};
const refusal = {
  reason: 'TIMING',
  note: 'n',
  date: '2026-12-01',
  misrouted: { region: 'DE', productLine: 'core', language: 'de' },
};
const opportunity = {
  sub: ({ sold }: Api) => sold.repId,
  ids: ({ opportunityId }: Api) => ({ opportunityId }),
};
const mqlLead = ({ mql }: Api) => ({ leadId: mql });
const pendingOffer = ({ pending }: Api) => ({ offerId: pending.offerId });
const staff = ['admin', 'director', 'ops', 'rep', 'sdr'];

/** Who may, as api.md says it; the test fails when a route has no row here. */
export const rows: Readonly<Record<string, Row>> = {
  'POST /v1/submissions': {
    groups: 'public',
    example: {
      form: 'f',
      person: {
        name: 'Li Lei',
        email: 'li.lei@acme.example',
        phone: '+8613800000000',
        title: 'IT',
        language: 'zh',
      },
      company: {
        name: 'Acme',
        website: 'acme.example',
        industry: 'x',
        employees: 500,
        region: 'CN-SH',
      },
      interest: {
        productLine: 'core',
        handRaise: 'demo',
        message: 'm',
        startWithinMonths: 2,
        budget: { amount: 200000, currency: 'CNY' },
      },
      consent: { privacyPolicy: '2026-01', email: true, phone: true },
      touch: {
        utm: { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'c' },
        clickIds: { gclid: 'g' },
        referrer: 'r',
        landingPage: 'l',
        contentId: 'c',
        visitorId: 'v',
      },
      website2: '',
    },
  },
  'POST /v1/engagements': {
    groups: 'public',
    example: {
      person: { email: 'li.lei@acme.example', phone: '+8613800000000', visitorId: 'v' },
      kind: 'pageView',
      contentId: 'c',
      touch: {
        utm: { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'c' },
        clickIds: { gclid: 'g' },
        referrer: 'r',
        landingPage: 'l',
      },
      seconds: 5,
      occurredAt: '2026-09-14T01:00:00Z',
    },
  },
  'GET /v1/unsubscribe/{token}': { groups: 'public', ids: () => ({ token: 'forged' }) },
  'POST /v1/unsubscribe/{token}': { groups: 'public', ids: () => ({ token: 'forged' }) },
  'GET /v1/opt-ins/{token}': { groups: 'public', ids: () => ({ token: 'forged' }) },
  'POST /v1/opt-ins/{token}': { groups: 'public', ids: () => ({ token: 'forged' }) },
  'POST /v1/imports': {
    groups: ['ops'],
    example: {
      name: 'fair',
      form: 'event-fair',
      csv: 'Name,Mail\nLi Lei,li.lei@acme.example\n',
      mapping: { Name: 'person.name', Mail: 'person.email' },
      consent: { privacyPolicy: '2026-01', email: true, phone: true },
      touch: {
        utm: { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'c' },
        clickIds: { gclid: 'g' },
        referrer: 'r',
        landingPage: 'l',
        contentId: 'c',
        visitorId: 'v',
      },
      dryRun: true,
    },
  },
  'POST /v1/spend': { groups: ['ops'] },
  'GET /v1/spend': { groups: ['admin', 'director', 'ops'] },
  'GET /v1/imports/{importId}': { groups: ['admin', 'director', 'ops'] },
  'GET /v1/submissions/{id}': {
    groups: ['ops', 'sdr'],
    ids: ({ submissionId }) => ({ id: submissionId }),
  },
  'GET /v1/set-aside': { groups: ['ops', 'sdr'] },
  'GET /v1/buffer': { groups: ['ops'] },
  'POST /v1/submissions/{id}/release': {
    groups: ['ops', 'sdr'],
    ids: ({ submissionId }) => ({ id: submissionId }),
    example: { reason: 'r', name: 'n', email: 'n@n.example', phone: '+8613800000000' },
  },
  'POST /v1/submissions/{id}/close': {
    groups: ['ops', 'sdr'],
    ids: ({ submissionId }) => ({ id: submissionId }),
    example: { reason: 'r' },
  },
  'GET /v1/leads': { groups: staff },
  'GET /v1/leads/{leadId}': { groups: staff, ids: mqlLead },
  'GET /v1/leads/{leadId}/timeline': { groups: staff, ids: mqlLead },
  'POST /v1/leads/{leadId}/take': { groups: ['sdr'], ids: mqlLead },
  'POST /v1/leads/{leadId}/release': {
    groups: ['ops', 'sdr'],
    ids: mqlLead,
    example: { reason: 'r' },
  },
  'POST /v1/leads/{leadId}/close': {
    groups: ['ops', 'sdr'],
    ids: mqlLead,
    example: { reason: 'r' },
  },
  'POST /v1/leads/{leadId}/qualification': {
    groups: ['sdr'],
    sub: () => 'sdr-1',
    ids: ({ working }) => ({ leadId: working }),
    example: answers,
  },
  'POST /v1/leads/{leadId}/activities': {
    groups: ['rep', 'sdr'],
    sub: ({ pending }) => pending.repId,
    ids: ({ pending }) => ({ leadId: pending.leadId }),
    example: {
      kind: 'call',
      direction: 'outbound',
      connected: true,
      at: '2026-09-14T01:00:00Z',
      note: 'n',
      recordingUrl: 'https://calls.example/1',
      consent: { email: true, phone: false },
    },
  },
  'PUT /v1/leads/{leadId}/contact': {
    groups: ['sdr'],
    ids: mqlLead,
    example: { email: 'new@acme.example', phone: '+8613800000001' },
  },
  'PATCH /v1/leads/{leadId}': {
    groups: ['ops', 'rep', 'sdr'],
    ids: mqlLead,
    example: {
      region: 'CN-SH',
      industry: 'finance',
      employees: 20,
      language: 'zh',
      productLine: 'core',
      tags: [],
      takeOver: [],
      drop: [],
    },
  },
  'POST /v1/leads/{leadId}/assign': {
    groups: ['director'],
    ids: mqlLead,
    example: { repId: 'rep-a', reason: 'r', liftExclusion: false },
  },
  'POST /v1/leads/{leadId}/hand-over': {
    groups: ['director'],
    ids: mqlLead,
    example: { sdrId: 'sdr-1', reason: 'r' },
  },
  'POST /v1/leads/{leadId}/send-back': {
    groups: ['director'],
    ids: mqlLead,
    example: { verdict: 'nurture', reason: 'r' },
  },
  'POST /v1/leads/{leadId}/extra-cycle': {
    groups: ['director'],
    ids: mqlLead,
    example: { approve: true, reason: 'r' },
  },
  'POST /v1/leads/{leadId}/return': {
    groups: ['rep'],
    sub: ({ settled }) => settled.repId,
    ids: ({ settled }) => ({ leadId: settled.leadId }),
    example: refusal,
  },
  'GET /v1/leads/{leadId}/suggestions': { groups: ['ops', 'sdr'], ids: mqlLead },
  'POST /v1/leads/{leadId}/merge': {
    groups: ['ops'],
    ids: mqlLead,
    example: { into: 'lead_0123456789ABCDEFGHJKMNPQRS', samePerson: true },
  },
  'POST /v1/leads/{leadId}/unmerge': { groups: ['ops'], ids: mqlLead },
  'POST /v1/leads/{leadId}/erase': {
    groups: ['admin'],
    ids: mqlLead,
    example: { reason: 'asked by mail', personId: 'pers_0123456789ABCDEFGHJKMNPQRS' },
  },
  'POST /v1/leads/{leadId}/source-ruling': {
    groups: ['ops'],
    ids: mqlLead,
    example: { source: { class: 'SELF', touchId: 't' }, evidence: 'e' },
  },
  'POST /v1/self-sourced': {
    groups: ['rep'],
    sub: ({ pending }) => pending.repId,
    example: {
      person: {
        name: 'Han Mei',
        email: 'han.mei@found.example',
        phone: '+8613800000009',
        title: 'IT',
        language: 'zh',
      },
      company: {
        name: 'Found',
        website: 'found.example',
        industry: 'x',
        employees: 50,
        region: 'CN-SH',
      },
      interest: { productLine: 'core', message: 'm', startWithinMonths: 2 },
      contact: { kind: 'call', at: '2026-09-14T01:00:00Z', note: 'n' },
      foundBy: 'tender',
    },
  },
  'POST /v1/offers/{offerId}/dispute': {
    groups: ['sdr'],
    ids: pendingOffer,
    example: { note: 'n' },
  },
  'POST /v1/disputes/{id}/ruling': {
    groups: ['director'],
    ids: ({ pending }) => ({ id: `${pending.offerId}-dispute` }),
    example: { outcome: 'upheld', note: 'n', recordingUrl: 'https://calls.example/1' },
  },
  'GET /v1/offers': { groups: ['director', 'rep', 'sdr'] },
  'GET /v1/offers/{offerId}/why': { groups: staff, ids: pendingOffer },
  'POST /v1/offers/{offerId}/accept': {
    groups: ['rep'],
    sub: ({ pending }) => pending.repId,
    ids: pendingOffer,
  },
  'POST /v1/offers/{offerId}/reject': {
    groups: ['rep'],
    sub: ({ pending }) => pending.repId,
    ids: pendingOffer,
    example: { ...refusal, contacted: true },
  },
  'POST /v1/offers/{offerId}/nudge': {
    groups: ['sdr'],
    ids: pendingOffer,
    example: { note: 'n' },
  },
  'POST /v1/offers/{offerId}/withdraw': {
    groups: ['director', 'ops', 'sdr'],
    ids: pendingOffer,
    example: { reason: 'r', note: 'n' },
  },
  'POST /v1/leads/{leadId}/sales-qualification': {
    groups: ['rep'],
    sub: ({ settled }) => settled.repId,
    ids: ({ settled }) => ({ leadId: settled.leadId }),
    example: Object.fromEntries(Object.entries(answers).filter(([name]) => name !== 'verdict')),
  },
  'POST /v1/leads/{leadId}/window-extension': {
    groups: ['director'],
    ids: ({ settled }) => ({ leadId: settled.leadId }),
    example: { until: '2027-01-01T00:00:00Z', reason: 'r' },
  },
  'POST /v1/leads/{leadId}/opportunity': {
    groups: ['rep'],
    sub: ({ settled }) => settled.repId,
    ids: ({ settled }) => ({ leadId: settled.leadId }),
    example: { amount: 1, currency: 'CNY', expectedCloseOn: '2026-12-01', stage: 'QUALIFY' },
  },
  'GET /v1/opportunities': { groups: staff },
  'GET /v1/opportunities/{opportunityId}': { groups: staff, ...opportunity },
  'PATCH /v1/opportunities/{opportunityId}': {
    groups: ['rep'],
    ...opportunity,
    example: {
      stage: 'PROPOSAL',
      amount: 1,
      currency: 'CNY',
      expectedCloseOn: '2026-12-01',
      competitor: 'c',
      nextStep: 'n',
      resourceAsks: 'r',
      pocFailReason: 'OTHER',
      notes: Object.fromEntries(NOTES.map((name) => [name, 'n'])),
    },
  },
  'POST /v1/opportunities/{opportunityId}/win': {
    groups: ['rep'],
    ...opportunity,
    example: { amount: 1, currency: 'CNY' },
  },
  'POST /v1/opportunities/{opportunityId}/lose': {
    groups: ['rep'],
    ...opportunity,
    example: { reason: 'PRICE', pocFailReason: 'OTHER' },
  },
  'POST /v1/opportunities/{opportunityId}/cancel': {
    groups: ['director', 'rep'],
    ...opportunity,
    example: { reason: 'DUPLICATE' },
  },
  'POST /v1/opportunities/{opportunityId}/cancel-ruling': {
    groups: ['director', 'ops'],
    ids: opportunity.ids,
    example: { approve: true, note: 'n' },
  },
  'POST /v1/opportunities/{opportunityId}/correct': {
    groups: ['director'],
    ids: opportunity.ids,
    example: { amount: 7800, currency: 'CNY', reason: 'a line was missing' },
  },
  'GET /v1/forecast': { groups: ['director', 'ops'] },
  'GET /v1/reports/cockpit': { groups: ['admin', 'director', 'ops'] },
  'GET /v1/reports/what-if': { groups: ['admin', 'director', 'ops'] },
  'GET /v1/reports/{name}': {
    groups: ['admin', 'director', 'ops', 'rep', 'sdr'],
    ids: () => ({ name: 'strikes' }),
  },
  'GET /v1/reports/{name}/leads': {
    groups: ['admin', 'director', 'ops', 'rep', 'sdr'],
    ids: () => ({ name: 'strikes' }),
  },
  'POST /v1/opportunities/{opportunityId}/reopen': {
    groups: ['director'],
    ids: opportunity.ids,
    example: { reason: 'r' },
  },
  'POST /v1/opportunities/{opportunityId}/owner': {
    groups: ['director'],
    ids: opportunity.ids,
    example: { repId: 'rep-a', reason: 'r' },
  },
};

/** The path of a route with these ids in it. */
export function pathOf(route: string, ids: Readonly<Record<string, string>> = {}): string {
  const [, template = ''] = route.split(' ');
  return template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x');
}
