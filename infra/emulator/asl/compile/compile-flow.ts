import { compilePath, pathOrFail } from '../expressions/jsonpath.ts';
import { payloadTemplate } from '../expressions/payload-template.ts';
import { resultPath } from '../expressions/result-path.ts';
import type { Scope, Template } from '../expressions/scope.ts';
import { expect } from '../report.ts';
import type { Json } from '../types.ts';
import { type Place, templateOf } from './place.ts';

/** How data comes into a state and out of it, the same for all types. */
export interface Flow {
  readonly select?: Template;
  readonly prepare?: Template;
  readonly assign?: Template;
  readonly finish?: Template;
}

function checkAssign(place: Place): boolean {
  const { compiler, object, location } = place;
  return expect(compiler.report, object.Assign, 'OBJECT', `${location}/Assign`);
}

/** Arguments, Assign and Output. */
export function jsonataFlow(place: Place): Flow {
  const { Arguments: given, Assign: assign, Output: output } = place.object;
  return {
    ...(given === undefined ? {} : { prepare: templateOf(place, given, 'Arguments') }),
    ...(assign === undefined || !checkAssign(place)
      ? {}
      : { assign: templateOf(place, assign, 'Assign') }),
    ...(output === undefined ? {} : { finish: templateOf(place, output, 'Output') }),
  };
}

/** InputPath or OutputPath: null gives an empty object, an absent one changes nothing. */
function selection(place: Place, field: 'InputPath' | 'OutputPath'): Template | undefined {
  const text = place.object[field];
  if (text === undefined || text === '$') return undefined;
  if (text === null) return () => ({});
  const path = compilePath(place.compiler.report, text, `${place.location}/${field}`);
  return path && ((scope) => pathOrFail(path, scope, scope.input));
}

/** InputPath, Parameters or Result; ResultSelector, ResultPath and OutputPath; Assign. */
export function jsonpathFlow(place: Place): Flow {
  const { object, type, location, compiler } = place;
  const select = selection(place, 'InputPath');
  const { Result: fixed, Parameters: parameters, Assign: assign } = object;
  const prepare = preparation(place, type === 'Map' ? undefined : parameters, fixed);
  const finish = finishing(place);
  return {
    ...(select === undefined ? {} : { select }),
    ...(prepare === undefined ? {} : { prepare }),
    ...(assign === undefined || !checkAssign(place)
      ? {}
      : { assign: payloadTemplate(compiler.report, assign, `${location}/Assign`, 'result') }),
    ...(finish === undefined ? {} : { finish }),
  };
}

function preparation(
  place: Place,
  parameters: Json | undefined,
  fixed: Json | undefined,
): Template | undefined {
  if (fixed !== undefined) return () => fixed;
  return parameters === undefined ? undefined : templateOf(place, parameters, 'Parameters');
}

function finishing(place: Place): Template | undefined {
  const { object, location, compiler } = place;
  const selector = object.ResultSelector;
  const selected =
    selector === undefined
      ? undefined
      : payloadTemplate(compiler.report, selector, `${location}/ResultSelector`, 'result');
  const path = object.ResultPath;
  const merged =
    path === undefined ? undefined : resultPath(compiler.report, path, `${location}/ResultPath`);
  const output = selection(place, 'OutputPath');
  if (selected === undefined && merged === undefined && output === undefined) return undefined;
  return async (scope: Scope) => {
    const { result: raw = null } = scope;
    const result = selected === undefined ? raw : await selected(scope);
    const whole = merged === undefined ? result : await merged({ ...scope, result });
    return output === undefined ? whole : output({ ...scope, input: whole });
  };
}
