// The desk's routes (api.md): reps, SDRs, departments, rosters, absences, strikes, calendars and the policy.

import * as z from 'zod';
import { Calendar } from '../../leads/calendar/calendar.ts';
import { knownCalendar } from '../../leads/calendar/known-calendar.ts';
import {
  AbsenceBody,
  AnnulmentBody,
  DepartmentBody,
  RatesBody,
  RosterBody,
  StaffBody,
} from '../../leads/desk/desk-bodies.ts';
import { Invalid, NotFound } from '../../leads/errors.ts';
import { fieldProblems, line } from '../../leads/fields.ts';
import { OfferId, RepId, SdrId } from '../../leads/ids.ts';
import { Policy } from '../../leads/policy.ts';
import { Month } from '../../leads/routing/roster.ts';
import { ContentBody } from '../../leads/source/content.ts';
import type { Group, Request, Route } from '../../platform/api.ts';
import { publishRoster } from '../../use-cases/desk/publish-roster.ts';
import { putCalendar } from '../../use-cases/desk/put-calendar.ts';
import { putContent } from '../../use-cases/desk/put-content.ts';
import { putDepartment } from '../../use-cases/desk/put-department.ts';
import { putPolicy } from '../../use-cases/desk/put-policy.ts';
import { putRates } from '../../use-cases/desk/put-rates.ts';
import { putRep } from '../../use-cases/desk/put-rep.ts';
import { putSdr } from '../../use-cases/desk/put-sdr.ts';
import { departmentsOf, readReps } from '../../use-cases/desk/read-desk.ts';
import { policyView } from '../../use-cases/desk/read-policy.ts';
import { recordAbsence, recordSdrAbsence } from '../../use-cases/desk/record-absence.ts';
import { annulStrike } from '../../use-cases/offer/annul-strike.ts';
import { route } from './route.ts';

const staff: readonly Group[] = ['admin', 'ops', 'director', 'sdr', 'rep'];
const ops: readonly Group[] = ['ops'];

/** The version that GET gave may come back with the document; If-Match is what counts. */
const PolicyBody = Policy.extend({ version: z.unknown().optional() });

// Pools are objects by rep id: a rep must not be taken for what every object has.
const NewRepId = RepId.refine(
  (repId) => !(repId in Object.prototype),
  'cannot be used as an id; give the rep another',
);
// Bounded before it becomes a key: no offer has a longer id.
const OfferPath = z.string().max(64, 'is not the id of an offer').pipe(OfferId);
const CalendarId = line(64).regex(
  /^[A-Za-z0-9][\w.-]*$/,
  'is not an id of a calendar; use letters, digits and . _ - such as CN-south',
);

export const deskRoutes: readonly Route[] = [
  route('GET /v1/me', {
    groups: staff,
    handle: async (_deps, { command, groups }) => ({ sub: command.by.sub, groups }),
  }),
  route('GET /v1/reps', {
    groups: staff,
    handle: async (deps, { command }) => ({ items: await readReps(deps, command.at) }),
  }),
  route('PUT /v1/reps/{repId}', {
    groups: ops,
    body: StaffBody,
    handle: (deps, request) =>
      putRep(deps, request.command, param(request, 'repId', NewRepId), request.body),
  }),
  route('POST /v1/reps/{repId}/absences', {
    groups: ['ops', 'director', 'rep'],
    body: AbsenceBody,
    status: 201,
    handle: (deps, request) =>
      recordAbsence(deps, request.command, param(request, 'repId', RepId), request.body),
  }),
  route('POST /v1/reps/{repId}/strikes/{offerId}/annul', {
    groups: ['director'],
    body: AnnulmentBody,
    handle: async (deps, request) => {
      const strike = {
        repId: param(request, 'repId', RepId),
        offerId: param(request, 'offerId', OfferPath),
      };
      return annulStrike(deps, request.command, strike, request.body);
    },
  }),
  route('GET /v1/sdrs', {
    groups: staff,
    handle: async ({ store }) => ({ items: (await store.desk()).sdrs }),
  }),
  route('PUT /v1/sdrs/{sdrId}', {
    groups: ops,
    body: StaffBody,
    handle: (deps, request) =>
      putSdr(deps, request.command, param(request, 'sdrId', SdrId), request.body),
  }),
  route('POST /v1/sdrs/{sdrId}/absences', {
    groups: ['ops', 'director', 'sdr'],
    body: AbsenceBody,
    status: 201,
    handle: (deps, request) =>
      recordSdrAbsence(deps, request.command, param(request, 'sdrId', SdrId), request.body),
  }),
  route('GET /v1/departments', {
    groups: staff,
    handle: async ({ store }) => ({ items: departmentsOf(await store.desk()) }),
  }),
  route('PUT /v1/departments/{id}', {
    groups: ops,
    body: DepartmentBody,
    handle: (deps, request) =>
      putDepartment(deps, request.command, param(request, 'id', line(64)), request.body),
  }),
  route('GET /v1/rosters/{month}', {
    groups: staff,
    handle: async ({ store }, request) => {
      const month = param(request, 'month', Month);
      const roster = await store.roster(month);
      if (!roster) throw new NotFound('roster for', month);
      return roster;
    },
  }),
  route('PUT /v1/rosters/{month}', {
    groups: ops,
    body: RosterBody,
    handle: (deps, request) =>
      publishRoster(deps, request.command, param(request, 'month', Month), request.body),
  }),
  route('GET /v1/calendars/{id}', {
    groups: staff,
    handle: async ({ store }, request) => {
      const id = param(request, 'id', CalendarId);
      const calendar = knownCalendar(id, (await store.desk()).calendars);
      if (!calendar) throw new NotFound('calendar', id);
      return calendar;
    },
  }),
  route('PUT /v1/calendars/{id}', {
    groups: ops,
    body: Calendar,
    handle: (deps, request) =>
      putCalendar(deps, request.command, param(request, 'id', CalendarId), request.body),
  }),
  route('GET /v1/contents/{contentId}', {
    groups: staff,
    handle: async ({ store }, request) => {
      const contentId = param(request, 'contentId', line(200));
      const content = await store.content(contentId);
      if (!content) throw new NotFound('content', contentId);
      return content;
    },
  }),
  route('PUT /v1/contents/{contentId}', {
    groups: ops,
    body: ContentBody,
    handle: async (deps, request) => {
      const contentId = param(request, 'contentId', line(200));
      return putContent(deps, request.command, contentId, request.body);
    },
  }),
  route('GET /v1/rates', {
    groups: staff,
    handle: async ({ store }) => {
      const [{ document }, items] = await Promise.all([store.policy(), store.rates()]);
      return { own: document.tenant.currency, items };
    },
  }),
  route('PUT /v1/rates/{currency}', {
    groups: ['ops', 'director'],
    body: RatesBody,
    handle: (deps, request) =>
      putRates(deps, request.command, param(request, 'currency', line(20)), request.body),
  }),
  route('GET /v1/policy', {
    groups: ops,
    isVersioned: true,
    handle: async ({ store }) => policyView(await store.policy()),
  }),
  route('PUT /v1/policy', {
    groups: ops,
    body: PolicyBody,
    isVersioned: true,
    handle: async (deps, { command, body: { version: _, ...document }, ifMatch }) =>
      policyView(await putPolicy(deps, command, document, ifMatch)),
  }),
];

/** A part of the path, as its schema gives it. Throws INVALID at its name. */
function param<Schema extends z.ZodType>(
  { params }: Request,
  name: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(params[name]);
  if (parsed.success) return parsed.data;
  throw new Invalid(fieldProblems(parsed.error).map(({ message }) => ({ path: name, message })));
}
