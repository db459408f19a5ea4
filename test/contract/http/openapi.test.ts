import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { routes } from '../../../infra/catalog.ts';
import { openApi } from '../../../infra/openapi.ts';

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
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
});
