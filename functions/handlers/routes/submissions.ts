// Routes of forms that came, for those who may know what became of them (api.md, Staff).

import { body, line, paragraphs } from '../../leads/fields.ts';
import type { Group, Route } from '../../platform/api.ts';
import { closeSetAside, releaseSetAside } from '../../use-cases/intake/settle-set-aside.ts';
import { listSetAside, readSubmission } from '../../use-cases/reading/read-submissions.ts';
import { Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

const groups: readonly Group[] = ['sdr', 'ops'];

const Released = body({
  reason: paragraphs(1000),
  name: line(200).exactOptional(),
  email: line(254).exactOptional(),
  phone: line(40).exactOptional(),
}).refine(({ email, phone }) => email !== undefined || phone !== undefined, {
  path: ['email'],
  error: 'is missing, and so is phone; give one by which he can be reached',
});
const Closed = body({ reason: paragraphs(1000) });

export const submissionRoutes: readonly Route[] = [
  route('GET /v1/set-aside', {
    groups,
    query: Paged,
    handle: (deps, request) => listSetAside(deps, pagingOf(request)),
  }),
  route('GET /v1/buffer', {
    groups: ['ops'],
    handle: ({ buffer }, { command }) => buffer.state(command.at),
  }),
  route('GET /v1/submissions/{id}', {
    groups,
    handle: (deps, { params }) => readSubmission(deps, idIn(params)),
  }),
  route('POST /v1/submissions/{id}/release', {
    groups,
    body: Released,
    handle: (deps, { command, params, body: said }) =>
      releaseSetAside(deps, command, idIn(params), said),
  }),
  route('POST /v1/submissions/{id}/close', {
    groups,
    body: Closed,
    handle: (deps, { command, params, body: said }) =>
      closeSetAside(deps, command, idIn(params), said),
  }),
];

function idIn({ id }: Readonly<Record<string, string>>): string {
  return String(id).slice(0, 60);
}
