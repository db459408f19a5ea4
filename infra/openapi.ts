// The API as an OpenAPI 3.1 document, made of the routes and their schemas. `npm run openapi` writes docs/openapi.json.

import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { inboundRoutes } from '../functions/handlers/routes/inbound.ts';
import { publicRoutes } from '../functions/handlers/routes/public.ts';
import { staffRoutes } from '../functions/handlers/routes/staff.ts';
import type { Route } from '../functions/platform/api.ts';

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong, the value, and what to do.' },
    code: { type: 'string', description: 'Stable; to be told apart by programs.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const;

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours get the stored answer.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
} as const;

/** Every route by path and method, with who may, what it takes and that refusals are problem+json. */
export function openApi(
  routes: readonly Route[] = [...publicRoutes, ...inboundRoutes, ...staffRoutes],
): object {
  const paths = Object.groupBy(routes, ({ path }) => path);
  return {
    openapi: '3.1.0',
    info: { title: 'Leadloop', version: '1' },
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods = []]) => [
        path,
        Object.fromEntries(methods.map((route) => [route.method.toLowerCase(), operation(route)])),
      ]),
    ),
    components: {
      schemas: { Problem: problem },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation({ method, path, groups, body }: Route): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    operationId: operationId(method, path),
    ...(groups === 'public'
      ? { security: [] }
      : { security: [{ bearer: [] }], description: `For the groups ${groups.join(', ')}.` }),
    parameters: [...inPath, ...(method === 'POST' ? [idempotencyKey] : [])],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body) } },
          },
        }
      : {}),
    responses: {
      '2XX': { description: 'Done.', content: { 'application/json': {} } },
      default: {
        description: 'Refused; nothing was changed.',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

function schemaOf(body: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(body, { io: 'input' });
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
