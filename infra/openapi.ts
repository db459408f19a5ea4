// The API as an OpenAPI 3.1 document, made of the routes, their operations and schemas. `npm run openapi` writes docs/openapi.json.

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { operations, parts } from '../functions/handlers/contract/operations.ts';
import { Problem } from '../functions/handlers/contract/problem-answers.ts';
import { inboundRoutes } from '../functions/handlers/routes/inbound.ts';
import { Limit } from '../functions/handlers/routes/parameters.ts';
import { publicRoutes } from '../functions/handlers/routes/public.ts';
import { reportRoutes } from '../functions/handlers/routes/reports.ts';
import { staffRoutes } from '../functions/handlers/routes/staff.ts';
import type { ProblemCode } from '../functions/leads/errors.ts';
import * as ids from '../functions/leads/ids.ts';
import { Instant } from '../functions/leads/instant.ts';
import { Account, Activity, Touch } from '../functions/leads/person.ts';
import { Month } from '../functions/leads/routing/roster.ts';
import { Source } from '../functions/leads/source/source.ts';
import type { Route } from '../functions/platform/api.ts';
import { problems } from '../functions/platform/problems.ts';
import * as customers from '../functions/use-cases/answers/customer-answers.ts';
import * as desk from '../functions/use-cases/answers/desk-answers.ts';
import * as leads from '../functions/use-cases/answers/lead-answers.ts';
import * as offers from '../functions/use-cases/answers/offer-answers.ts';
import * as opportunities from '../functions/use-cases/answers/opportunity-answers.ts';
import * as figures from '../functions/use-cases/answers/report-answers.ts';

export const everyRoute: readonly Route[] = [
  ...publicRoutes,
  ...inboundRoutes,
  ...staffRoutes,
  ...reportRoutes,
];

/** One answer of each operation, as a company like that of domain.md gets it. */
const examples: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('./openapi-examples.json', import.meta.url), 'utf8'),
);

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours get the stored answer.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
} as const;

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The version that was read, as its ETag.',
  schema: { type: 'string', pattern: '^(?:W/)?"?\\d{1,9}"?$' },
} as const;

/** What may stand in a path, by its name there; the others are text. */
const inPaths: Readonly<Record<string, z.ZodType>> = {
  leadId: ids.LeadId,
  offerId: ids.OfferId,
  opportunityId: ids.OpportunityId,
  repId: ids.RepId,
  sdrId: ids.SdrId,
  month: Month,
};

/** Every route by path and method: who may, what it takes, and every answer that it gives. */
export function openApi(routes: readonly Route[] = everyRoute): object {
  const paths = Object.groupBy(routes, ({ path }) => path);
  return {
    openapi: '3.1.0',
    info: { title: 'Leadloop', version: '1' },
    servers: [{ url: 'http://127.0.0.1:4000', description: 'Offline, by npm start.' }],
    tags: Object.keys(parts).map((name) => ({ name })),
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods = []]) => [
        path,
        Object.fromEntries(methods.map((route) => [route.method.toLowerCase(), operation(route)])),
      ]),
    ),
    components: {
      schemas: namedSchemas(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(route: Route): object {
  const { method, path, groups, body, status = 200, mayBeAtOnce, isVersioned, headers } = route;
  const { handleForm } = route;
  const name = `${method} ${path}`;
  const { summary, answer } = operationOf(route);
  const type = headers?.['content-type']?.split(';')[0] ?? 'application/json';
  const example = examples[name];
  const done = {
    description: 'Done.',
    ...(isVersioned ? { headers: { ETag: { schema: { type: 'string' } } } } : {}),
    content: { [type]: { schema: answerSchema(answer), ...(example ? { example } : {}) } },
  };
  return {
    operationId: operationId(method, path),
    tags: Object.entries(parts).flatMap(([tag, part]) => (name in part ? [tag] : [])),
    summary,
    ...(groups === 'public'
      ? { security: [] }
      : { security: [{ bearer: [] }], description: `For the groups ${groups.join(', ')}.` }),
    parameters: parametersOf(route),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [route.takes ?? 'application/json']: { schema: inputSchema(body) },
              ...(handleForm ? PLAIN_FORMS : {}),
            },
          },
        }
      : {}),
    responses: {
      [status]: done,
      ...(mayBeAtOnce ? { 200: done } : {}),
      ...(handleForm ? { 303: { description: 'A plain form named a page of the policy.' } } : {}),
      ...refusals(problemCodesOf(route), type === 'text/html'),
    },
  };
}

/** What a browser sends without a script: fields by dotted names, and JSON by sendBeacon. */
const PLAIN_FORMS = {
  'application/x-www-form-urlencoded': {
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    example: { form: 'contact', 'person.name': 'Li Lei', 'person.email': 'li.lei@acme.example' },
  },
  'text/plain': { schema: { type: 'string', contentMediaType: 'application/json' } },
} as const;

/** What the contract says of a route. */
export function operationOf({ method, path }: Route): {
  readonly summary: string;
  readonly answer: z.ZodType;
  readonly problems?: readonly ProblemCode[];
} {
  const found = Object.entries(operations).find(([name]) => name === `${method} ${path}`);
  if (!found) throw new RangeError(`${method} ${path} is no operation; add it to the contract`);
  return found[1];
}

/** The codes that a route's own traits bring, and those of its operation. */
export function problemCodesOf(route: Route): ReadonlySet<ProblemCode> {
  const { method, path, groups, body, query, isVersioned } = route;
  return new Set<ProblemCode>([
    ...(groups === 'public' ? [] : (['UNAUTHENTICATED', 'FORBIDDEN'] as const)),
    ...(path.includes('{') ? (['NOT_FOUND', 'INVALID'] as const) : []),
    ...(query || method === 'POST' ? (['INVALID'] as const) : []),
    ...(body ? (['MALFORMED', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID'] as const) : []),
    ...(method === 'POST' ? (['IDEMPOTENCY_REUSED'] as const) : []),
    ...(isVersioned && method === 'PUT'
      ? (['PRECONDITION_REQUIRED', 'STALE_VERSION'] as const)
      : []),
    ...(method === 'GET' ? [] : (['TOO_MANY_REQUESTS'] as const)),
    ...(operationOf(route).problems ?? []),
  ]);
}

/** Of a page also in words, for whoever opened it in a browser. */
function refusals(
  codes: ReadonlySet<ProblemCode>,
  isPage: boolean,
): Readonly<Record<string, object>> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: `Refused, nothing was changed: ${some.join(', ')}.`,
        content: {
          'application/problem+json': {
            schema: { $ref: refTo('Problem'), properties: { code: { enum: some } } },
          },
          ...(isPage ? { 'text/html': { schema: { type: 'string' } } } : {}),
        },
      },
    ]),
  );
}

function parametersOf({ method, path, query, isVersioned }: Route): readonly object[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const asked = query instanceof z.ZodObject ? Object.entries(query.shape) : [];
  return [
    ...names.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: inputSchema(inPaths[name] ?? z.string()),
    })),
    ...asked.map(([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      schema: inputSchema(z.instanceof(z.ZodType).parse(schema)),
    })),
    ...(method === 'POST' ? [idempotencyKey] : []),
    ...(isVersioned && method === 'PUT' ? [ifMatch] : []),
  ];
}

function refTo(id: string): string {
  return `#/components/schemas/${id}`;
}

/** The parts that answers share, each once under its name. */
const named = z.registry<{ id: string }>();
const modules = { ...customers, ...desk, ...figures, ...leads, ...offers, ...opportunities };
for (const [id, schema] of Object.entries({
  ...modules,
  Account,
  Activity,
  Problem,
  Source,
  Touch,
}))
  if (!named.has(schema)) named.add(schema, { id });

const SHOWN: ReadonlyMap<unknown, object> = new Map<unknown, object>([
  [Instant, { type: 'string', format: 'date-time' }],
  [Limit, { type: 'integer', minimum: 1, maximum: 200 }],
]);

/** JSON Schema cannot say what a transform makes of a text: what it takes and gives stands here. */
function show({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: object }): void {
  // Of our types, not of the answers: everything in an answer is only read.
  Reflect.deleteProperty(jsonSchema, 'readOnly');
  const shown = SHOWN.get(zodSchema);
  if (!shown) return;
  for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
  Object.assign(jsonSchema, shown);
}

function namedSchemas(): Readonly<Record<string, object>> {
  const { schemas } = z.toJSONSchema(named, {
    uri: refTo,
    unrepresentable: 'any',
    override: show,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _, $schema: _s, ...schema }]) => [id, schema]),
  );
}

function answerSchema(answer: z.ZodType): object {
  const id = named.get(answer)?.id;
  return id ? { $ref: refTo(id) } : plain(z.toJSONSchema(answer, { override: show }));
}

function inputSchema(schema: z.ZodType): object {
  return plain(z.toJSONSchema(schema, { io: 'input', override: show }));
}

function plain({ $schema: _, ...schema }: object & { $schema?: unknown }): object {
  return schema;
}

/** `POST /v1/leads/{leadId}/send-back` is `postLeadsByLeadIdSendBack`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/v1/, '')
    .replaceAll('{', 'by-')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return [method.toLowerCase(), ...words].join('');
}

/** The document as it is committed. */
function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 2)}\n`;
}

if (import.meta.main) {
  await writeFile(new URL('../docs/openapi.json', import.meta.url), openApiText());
}
