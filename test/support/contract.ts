// Every answer of the API in the tests is held to its operation: the status, the schema, and no key more or less (api.md).

import { isDeepStrictEqual } from 'node:util';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { afterEach, expect } from 'vitest';
import { Problem } from '../../functions/handlers/contract/problem-answers.ts';
import { problems } from '../../functions/platform/problems.ts';
import { everyRoute, operationOf, problemCodesOf } from '../../infra/openapi.ts';

const routes = new Map(everyRoute.map((route) => [`${route.method} ${route.path}`, route]));
const broken: string[] = [];

/** A function's own errors are answered as 500s, which not every test looks at: so what was wrong is told here. */
afterEach(() => {
  expect(broken.splice(0)).toEqual([]);
});

/** What is wrong with an answer makes the test fail that it was given in. */
export function holdToContract(
  { httpMethod, resource }: Pick<APIGatewayProxyEvent, 'httpMethod' | 'resource'>,
  answered: APIGatewayProxyResult,
): void {
  const name = `${httpMethod === 'HEAD' ? 'GET' : httpMethod} ${resource}`;
  try {
    hold(name, answered);
  } catch (error) {
    const diff = error instanceof Error && 'diff' in error ? `\n${error.diff}` : '';
    broken.push(`${name} ${answered.statusCode}: ${String(error)}${diff}`);
  }
}

function hold(name: string, { statusCode, headers, body }: APIGatewayProxyResult): void {
  const route = routes.get(name);
  if (!route) return;
  const isPage = String(headers?.['content-type']).startsWith('text/');
  const answer: unknown = isPage ? body : JSON.parse(body);
  if (statusCode < 400) {
    const { status = 200, mayBeAtOnce, handleForm } = route;
    expect([status, ...(mayBeAtOnce ? [200] : []), ...(handleForm ? [303] : [])]).toContain(
      statusCode,
    );
    if (statusCode === 303) return;
    expect(undeclared(answer, operationOf(route).answer.parse(answer))).toEqual([]);
    return;
  }
  // Whoever reads a page reads the refusal, too.
  if (isPage) {
    expect(route.headers?.['content-type']).toContain('text/html');
    const statuses = [...problemCodesOf(route)].map((code) => problems[code].status);
    expect(statuses).toContain(statusCode);
    return;
  }
  const problem = Problem.parse(answer);
  expect(undeclared(answer, problem)).toEqual([]);
  expect([...problemCodesOf(route)]).toContain(problem.code);
  expect([problem.status, statusCode]).toEqual([problems[problem.code].status, problem.status]);
}

/** Paths at which an answer says something else than its schema made of it. */
function undeclared(sent: unknown, parsed: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(sent, parsed)) return [];
  const [one, other] = [Object(sent), Object(parsed)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  if (names.size === 0 || typeof sent !== 'object') return [path];
  return [...names].flatMap((name) => undeclared(one[name], other[name], `${path}.${name}`));
}
