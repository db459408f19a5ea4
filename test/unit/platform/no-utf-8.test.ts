// Whether API Gateway hands bytes over or a text that it made of them, JSON that is no UTF-8 is refused (api.md, Public).

import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { api } from '../../../functions/platform/api.ts';
import { ask } from '../../support/api-event.ts';
import { freshDeps } from '../../support/store.ts';

const ROUTE = {
  ...({ method: 'POST', path: '/v1/things', groups: ['ops'] } as const),
  body: z.object({ name: z.string() }),
};

async function statusOf(body: string, isBase64Encoded: boolean): Promise<number> {
  const echo = api([{ ...ROUTE, handle: async (_deps, { body }) => body }])(await freshDeps());
  const asBytes = (event: APIGatewayProxyEvent) => echo({ ...event, isBase64Encoded });
  return (await ask(asBytes, { route: 'POST /v1/things', body })).status;
}

it.each([
  ['bytes that are UTF-8', Buffer.from('{"name":"Müller"}').toString('base64'), true, 200],
  [
    'bytes that are not',
    Buffer.from('{"name":"M\xfcller"}', 'latin1').toString('base64'),
    true,
    400,
  ],
  ['a text', '{"name":"Müller"}', false, 200],
  ['a text that was made of others', '{"name":"M\uFFFDller"}', false, 400],
])('of %s', async (_what, body, isBase64Encoded, status) => {
  expect(await statusOf(body, isBase64Encoded)).toBe(status);
});
