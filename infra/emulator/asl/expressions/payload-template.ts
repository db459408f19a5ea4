import type { Report } from '../report.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { compileIntrinsic } from './intrinsic-call.ts';
import { compilePath } from './jsonpath.ts';
import type { Scope, Template } from './scope.ts';

/** What `$` means in a template: the state's effective input, its result or the caught error. */
type Root = 'input' | 'result' | 'errorOutput';

type Evaluate = (scope: Scope, data: Json) => Json;

/**
 * A payload template of a JSONPath state: fields named `x.$` take a path's or an intrinsic function's value.
 * A path that finds nothing throws States.Runtime.
 */
export function payloadTemplate(
  report: Report,
  value: Json,
  location: string,
  root: Root = 'input',
): Template {
  const evaluate = evaluator(report, value, location);
  return (scope) => evaluate(scope, scope[root] ?? null);
}

function evaluator(report: Report, value: Json, location: string): Evaluate {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => evaluator(report, item, `${location}[${index}]`));
    return (scope, data) => items.map((item) => item(scope, data));
  }
  if (typeof value !== 'object' || value === null) return () => value;
  const fields = Object.entries(value).map(([name, inner]) =>
    name.endsWith('.$')
      ? ([name.slice(0, -2), dynamic(report, name, inner, `${location}/${name}`)] as const)
      : ([name, evaluator(report, inner, `${location}/${name}`)] as const),
  );
  return (scope, data) =>
    Object.fromEntries(fields.map(([name, field]) => [name, field(scope, data)]));
}

function dynamic(report: Report, name: string, text: Json, location: string): Evaluate {
  if (typeof text === 'string' && text.startsWith('States.')) {
    const call = compileIntrinsic(report, text, location);
    return (scope, data) => call(scope, data);
  }
  const path = compilePath(report, text, location);
  if (path === undefined) return () => null;
  return (scope, data) => {
    const value = path.read(scope, data);
    if (value !== undefined) return value;
    throw runtimeFailure(
      `The JSONPath '${path.text}' specified for the field '${name}' could not be found in the input '${JSON.stringify(data)}'`,
    );
  };
}
