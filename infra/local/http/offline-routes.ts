// What only exists offline: the clock, the outbox, tokens, and a look into executions.

import * as z from 'zod';
import {
  Instant,
  instantOf,
  millisOf,
  millisOfDuration,
} from '../../../functions/leads/instant.ts';
import type { VirtualClock } from '../../emulator/clock/virtual-clock.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { type GatewayResponse, json, problem } from '../../emulator/http/problem.ts';
import { freshClaims, signToken } from '../../emulator/http/tokens.ts';
import type { MetaStandIn } from '../meta-stand-in.ts';
import type { Outbox } from '../outbox.ts';

export interface OfflineParts {
  readonly emulator: Emulator;
  readonly outbox: Outbox;
  readonly metaForms: MetaStandIn;
  /** Who one can be on the page at `/`. */
  readonly people: readonly Person[];
}

export interface Person {
  readonly sub: string;
  readonly groups: readonly string[];
  readonly name: string;
}

interface OfflineRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

const Duration = z.string().refine(isDuration, {
  error: 'an ISO-8601 duration in days, hours, minutes and seconds is needed, such as PT48H',
});

const TokenRequest = z.object({
  sub: z.string().min(1),
  groups: z.array(z.string()).default([]),
  expiresIn: Duration.default('P3650D'),
});

const ClockRequest = z.object({
  mode: z.enum(['real', 'scaled', 'manual']),
  rate: z.number().positive().max(1_000_000).optional(),
  now: Instant.optional(),
});

const AdvanceRequest = z.union(
  [z.object({ by: Duration }), z.object({ to: Instant }), z.object({ next: z.literal(true) })],
  { error: 'either by, an ISO-8601 duration, or to, an instant, or next: true is needed' },
);

const DeliveryRequest = z.object({ fail: z.boolean() });

/** A lead as Meta's Graph would give it; null: it cannot be fetched. */
const MetaLeadRequest = z.object({
  leadgenId: z.string().min(1),
  lead: z.looseObject({}).nullable(),
});

type Handler = (parts: OfflineParts, request: OfflineRequest) => Promise<GatewayResponse>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/_local/token': {
    POST: async ({ emulator }, request) => {
      const { expiresIn, ...user } = body(TokenRequest, request);
      const span = { now: emulator.clock.now(), lifetime: millisOfDuration(expiresIn) };
      return json(200, { token: signToken(freshClaims(user, span)) });
    },
  },
  '/_local/clock': {
    GET: async ({ emulator }) => json(200, clockView(emulator.clock)),
    PUT: async ({ emulator: { clock } }, request) => {
      const { mode, rate, now } = body(ClockRequest, request);
      await clock.set({
        mode,
        ...(rate === undefined ? {} : { rate }),
        ...(now === undefined ? {} : { now: millisOf(now) }),
      });
      return json(200, clockView(clock));
    },
  },
  '/_local/clock/advance': {
    POST: async ({ emulator }, request) => {
      const to = wantedInstant(emulator, body(AdvanceRequest, request));
      const present = emulator.clock.now();
      if (to < present) {
        throw new RangeError(`the clock never goes back: it stands at ${instantOf(present)}`);
      }
      const { now, fired } = await emulator.advanceTo(to);
      return json(200, { now: instantOf(now), fired });
    },
  },
  '/_local/people': {
    GET: async ({ people }) => json(200, people),
  },
  '/_local/outbox': {
    GET: async ({ outbox }) => {
      const messages = await outbox.messages();
      return json(200, { messages: messages.filter(({ delivered }) => delivered) });
    },
  },
  '/_local/delivery': {
    GET: async ({ outbox }) => json(200, { fail: outbox.fails }),
    PUT: async ({ outbox }, request) => {
      await outbox.setFails(body(DeliveryRequest, request).fail);
      return json(200, { fail: outbox.fails });
    },
  },
  '/_local/meta-leads': {
    PUT: async ({ metaForms }, request) => {
      const { leadgenId, lead } = body(MetaLeadRequest, request);
      await metaForms.put(leadgenId, lead);
      return json(200, { leadgenId });
    },
  },
  '/_local/settled': {
    POST: async ({ emulator }) => {
      await emulator.caughtUp();
      const failures = emulator.failures.map(({ job, error }) => ({ job, error: String(error) }));
      return json(200, { now: instantOf(emulator.clock.now()), failures });
    },
  },
  '/_local/executions': {
    GET: async ({ emulator }, { url }) => {
      const leadId = url.searchParams.get('leadId') ?? '';
      return json(200, { executions: await emulator.executions.list(leadId) });
    },
  },
};

function wantedInstant(
  { clock, nextTimerAt = clock.now() }: Emulator,
  wanted: z.infer<typeof AdvanceRequest>,
): number {
  if ('by' in wanted) return clock.now() + millisOfDuration(wanted.by);
  return 'to' in wanted ? millisOf(wanted.to) : nextTimerAt;
}

const ONE_EXECUTION = '/_local/executions/';

/** Answers a request under `/_local/`. */
export async function answerOffline(
  parts: OfflineParts,
  request: OfflineRequest,
): Promise<GatewayResponse> {
  const { pathname } = request.url;
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (isGet && pathname.startsWith(ONE_EXECUTION)) return await showExecution(parts, pathname);
  const methods = ROUTES[pathname];
  if (!methods) return problem(404, 'NOT_FOUND', `there is no ${pathname} here`);
  const handler = methods[isGet ? 'GET' : request.method];
  if (!handler) {
    const allow = Object.keys(methods).join(', ');
    return problem(405, 'METHOD_NOT_ALLOWED', `${pathname} takes ${allow}`, { allow });
  }
  try {
    return await handler(parts, request);
  } catch (error) {
    if (error instanceof RefusedBody) return problem(error.status, error.code, error.message);
    if (error instanceof RangeError) return problem(422, 'INVALID', error.message);
    throw error;
  }
}

async function showExecution({ emulator }: OfflineParts, path: string): Promise<GatewayResponse> {
  const name = decodeURIComponent(path.slice(ONE_EXECUTION.length));
  const execution = await emulator.executions.show(name);
  return execution
    ? json(200, execution)
    : problem(404, 'NOT_FOUND', `there is no execution ${name}`);
}

class RefusedBody extends Error {
  override readonly name = 'RefusedBody';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function body<T>(schema: z.ZodType<T>, request: OfflineRequest): T {
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new RefusedBody(422, 'INVALID', `${where}${issue?.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedBody(400, 'MALFORMED', 'the body is not JSON');
  }
}

function isDuration(text: string): boolean {
  try {
    return Number.isFinite(millisOfDuration(text));
  } catch {
    return false;
  }
}

function clockView(clock: VirtualClock) {
  return { now: instantOf(clock.now()), mode: clock.mode, rate: clock.rate };
}
