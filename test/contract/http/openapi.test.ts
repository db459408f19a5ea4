import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../functions/handlers/contract/operations.ts';
import { routes } from '../../../infra/catalog.ts';
import { everyRoute, openApi } from '../../../infra/openapi.ts';

interface Answered {
  readonly content: Readonly<Record<string, { readonly example?: unknown }>>;
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answered>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

// As any reader of the document has it.
const made: Document = JSON.parse(JSON.stringify(openApi()));

describe('the OpenAPI document', () => {
  it('is committed as the routes and schemas make it; if not, run npm run openapi', async () => {
    const committed = await readFile(
      new URL('../../../docs/openapi.json', import.meta.url),
      'utf8',
    );

    expect(JSON.parse(committed)).toEqual(made);
  });

  it('has every route of the catalogue, open to the public or by token', () => {
    const written = Object.entries(made.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => [
        `${method.toUpperCase()} ${path}`,
        security.length === 0 ? 'public' : 'staff',
      ]),
    );

    const deployed = routes.map(({ method, path, access }) => [`${method} ${path}`, access]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(deployed));
  });

  it('names every parameter of a path, and every operation by a name of its own', () => {
    const operations = Object.entries(made.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );

    for (const { path, parameters } of operations) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
      expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has an operation for every route, and no route is missing for one', () => {
    const routed = everyRoute.map(({ method, path }) => `${method} ${path}`);

    expect(Object.keys(operations).toSorted()).toEqual(routed.toSorted());
  });

  it('refers to nothing that it does not have', () => {
    const refs = [...JSON.stringify(made).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, ref = '']) => ref,
    );

    for (const ref of new Set(refs)) {
      const parts = ref.replace('#/', '').split('/');
      const found = parts.reduce<unknown>((at, part) => Object(at)[part], made);
      expect(found, ref).toBeTypeOf('object');
    }
  });

  it.each(Object.entries(operations))('shows of %s an answer that is one', (name, { answer }) => {
    const [method = '', path = ''] = name.split(' ');
    const responses = made.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const done = Object.entries(responses).filter(([status]) => status < '300');

    for (const [, { content }] of done)
      for (const { example } of Object.values(content))
        expect(answer.parse(example)).toEqual(example);
    expect(done).not.toEqual([]);
  });

  it('costs no function anything: only types of what it says are imported there', async () => {
    const loads: string[] = [];
    for await (const file of glob('functions/{handlers,use-cases,platform}/**/*.ts')) {
      const source = file.includes('/contract/') || file.includes('/answers/') ? '' : file;
      const text = source && (await readFile(source, 'utf8'));
      if (/^import (?!type)[^;]*from '[^']*(?:-answers|operations)\.ts'/m.test(text))
        loads.push(file);
    }

    expect(loads).toEqual([]);
  });
});
