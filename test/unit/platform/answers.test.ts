import { describe, expect, it } from 'vitest';
import { Invalid, LeadError } from '../../../functions/leads/errors.ts';
import { api, type Route } from '../../../functions/platform/api.ts';
import type { Deps } from '../../../functions/ports.ts';
import { anApiEvent } from '../../support/api-event.ts';

function answering(handle: () => Promise<unknown>): Promise<{ status: number; body: string }> {
  const route: Route = { method: 'GET', path: '/v1/me', groups: 'public', handle };
  // Deps: nothing is stored or sent by these.
  const handler = api([route])({} as Deps);
  const event = anApiEvent({ route: 'GET /v1/me' });
  return handler(event).then(({ statusCode, body }) => ({ status: statusCode, body }));
}

describe('an answer', () => {
  it('of more than Lambda gives on says so, and what to do', async () => {
    const items = Array.from({ length: 200 }, () => '安'.repeat(20_000));

    const { status, body } = await answering(async () => ({ items }));

    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({
      code: 'TOO_LARGE',
      detail: expect.stringContaining('limit'),
    });
  });

  it('just below it goes out whole', async () => {
    const { status, body } = await answering(async () => ({ items: ['x'.repeat(5_400_000)] }));

    expect([status, body.length > 5_400_000]).toEqual([200, true]);
  });

  it('names a hundred bad fields, each in a few words, and says how many more there are', async () => {
    const problems = Array.from({ length: 20_000 }, (_, n) => ({
      path: `${n}.${'key'.repeat(50_000)}`,
      message: '😀'.repeat(10_000),
    }));

    const { status, body } = await answering(async () => {
      throw new Invalid(problems);
    });

    const { errors, detail } = JSON.parse(body);
    expect([status, errors.length]).toEqual([422, 100]);
    expect(detail).toMatch(/and 19900 more$/);
    expect(detail.isWellFormed()).toBe(true);
    expect(body.length).toBeLessThan(200_000);
  });

  it('that is a refusal stays one', async () => {
    const { status } = await answering(async () => {
      throw new LeadError('no such thing here', { code: 'NOT_FOUND' });
    });

    expect(status).toBe(404);
  });
});
