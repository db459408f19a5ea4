// Whatever a page or a browser put into the fields that nobody typed: the body is taken (4.8, what cannot be read in a form).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi, ownRoutes, pathOf, rows } from './api.ts';
import { fieldsOf, trackingOf } from './fields.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.company.close());

const routes = ownRoutes.flatMap(({ method, path, body }) => {
  const name = `${method} ${path}`;
  const { example = {}, groups = [] } = rows[name] ?? {};
  const cases = body ? trackingOf(example, fieldsOf(body)) : [];
  return cases.length > 0 ? [[name, { method, groups, cases }] as const] : [];
});

describe.each(routes)('%s', (name, { method, groups, cases }) => {
  it('is refused for nothing that stands in its tracking', async () => {
    const refused: string[] = [];
    for (const [what, body] of cases) {
      const who = groups === 'public' ? {} : { groups: [...groups], sub: 'somebody' };
      const { status } = await api.ask(method, pathOf(name), { body, ...who });
      if (status >= 300) refused.push(`${what}: ${status}`);
    }

    expect(refused).toEqual([]);
  });
});
