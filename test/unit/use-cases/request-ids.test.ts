import { describe, expect, it } from 'vitest';
import { api } from '../../../functions/platform/api.ts';
import { type Asked, ask } from '../../support/api-event.ts';
import { freshDeps } from '../../support/store.ts';

const ROUTE = { method: 'POST', path: '/v1/things', groups: ['ops', 'rep'] } as const;

async function idOf(asked: Partial<Asked>): Promise<string> {
  const deps = await freshDeps();
  const echo = api([{ ...ROUTE, handle: async (_deps, { command }) => command.requestId }]);
  return (await ask(echo(deps), { route: 'POST /v1/things', ...asked })).body;
}

function keyed(key: string, requestId: string, more: Partial<Asked> = {}): Partial<Asked> {
  return { headers: { 'idempotency-key': key }, requestId, ...more };
}

describe('the id that ids are made of', () => {
  it('is the request’s own without an idempotency key', async () => {
    expect(await idOf({ requestId: 'first' })).toBe('first');
  });

  it('is the same for a request that is tried again under its key', async () => {
    expect(await idOf(keyed('k', 'first'))).toBe(await idOf(keyed('k', 'second')));
  });

  it('is another for another key, and for another caller of the same key', async () => {
    const mine = await idOf(keyed('k', 'first'));

    expect(await idOf(keyed('other', 'first'))).not.toBe(mine);
    expect(await idOf(keyed('k', 'first', { sub: 'paul', groups: ['rep'] }))).not.toBe(mine);
  });
});
