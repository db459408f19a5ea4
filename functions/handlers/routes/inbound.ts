// Where other systems call (api.md, Public by HMAC signature), and the secret that an admin gives them.

import * as z from 'zod';
import { NotFound } from '../../leads/errors.ts';
import { inboundSecret } from '../../leads/intake/signed-request.ts';
import type { Route } from '../../platform/api.ts';
import { rulesNow } from '../../use-cases/commit/rules-now.ts';
import {
  answerMeta,
  promisedInbound,
  receiveInbound,
} from '../../use-cases/intake/receive-inbound.ts';
import { route } from './route.ts';

/** Their own words: what they mean stands in the policy. */
const Anything = z.record(z.string(), z.unknown(), { error: 'is not an object; send one' });

/** What Meta asks with; what is missing is wrong. */
const Subscribing = z.object({
  'hub.mode': z.string().optional(),
  'hub.verify_token': z.string().optional(),
  'hub.challenge': z.string().optional(),
});

export const inboundRoutes: readonly Route[] = [
  route('GET /v1/inbound/{source}', {
    groups: 'public',
    query: Subscribing,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    handle: (deps, { params, query }) => answerMeta(deps, { source: String(params.source), query }),
  }),
  route('POST /v1/inbound/{source}', {
    groups: 'public',
    body: Anything,
    status: 202,
    mayBeAtOnce: true,
    handle: (deps, { command, params, body, text, header }) =>
      receiveInbound(deps, command, {
        source: String(params.source),
        header,
        text,
        body,
      }),
    promise: promisedInbound,
  }),
];

export const inboundAdminRoutes: readonly Route[] = [
  route('GET /v1/inbound/{source}/secret', {
    groups: ['admin'],
    handle: async (deps, { params }) => {
      const source = String(params.source);
      const { policy } = await rulesNow(deps);
      const known = Object.hasOwn(policy.inbound, source) ? policy.inbound[source] : undefined;
      if (!known) throw new NotFound('inbound source', source);
      const secret = inboundSecret(source, known.key ?? 1, deps.pepper);
      return { source, secret };
    },
  }),
];
