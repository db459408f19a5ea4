import type { Json } from '../types.ts';
import type { SyntaxNode } from './jsonata-references.ts';
import { OF_LIST, OF_ONE } from './plain-functions.ts';
import type { Scope } from './scope.ts';

// The commonest expressions without the library: paths through objects, literals, comparisons, arithmetic, a few calls, objects.
// Whatever isn't plainly one of these, in its form or in the data it meets (arrays, odd types, nothing at all),
// is BEYOND and left to the library. A property test holds both to the same answers.

/** "I can't tell": the library must evaluate. */
export const BEYOND: unique symbol = Symbol('beyond');

type Value = Json | undefined | typeof BEYOND;
type Evaluate = (scope: Scope) => Value;

const DEEPEST = 40;

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function stateField(name: unknown): Evaluate | undefined {
  if (name === 'input') return (scope) => scope.input;
  if (name === 'result') return (scope) => scope.result ?? BEYOND;
  if (name === 'errorOutput') return (scope) => scope.errorOutput ?? BEYOND;
  return name === 'context' ? (scope) => scope.context() : undefined;
}

function member(value: Value, name: string): Value {
  if (value === undefined || value === BEYOND) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) || '_jsonata_lambda' in value || '_jsonata_function' in value) {
    return BEYOND;
  }
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function pathEvaluator(steps: readonly unknown[]): Evaluate | undefined {
  const [first, ...rest] = steps.filter(isNode);
  if (first?.type !== 'variable' || rest.length < steps.length - 1) return undefined;
  if (rest.some(({ type }) => type !== 'name')) return undefined;
  const names = rest.map(({ value }) => String(value));
  const name = String(first.value);
  if (name !== 'states') {
    return (scope) => names.reduce(member, scope.variable(name) ?? BEYOND);
  }
  const field = stateField(names.shift());
  return field && ((scope) => names.reduce(member, field(scope)));
}

const COMPARE: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const COMPUTE: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function equals(a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return false;
  const deep = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  return deep ? BEYOND : a === b;
}

type Operate = (a: Value, b: Value) => Value;

function operation(operator: string): Operate | undefined {
  const [compare, compute] = [COMPARE[operator], COMPUTE[operator]];
  if (compare !== undefined) {
    return (a, b) => {
      if (typeof a === 'number' && typeof b === 'number') return compare(a, b);
      return typeof a === 'string' && typeof b === 'string' ? compare(a, b) : BEYOND;
    };
  }
  if (compute !== undefined) {
    return (a, b) => {
      if (typeof a !== 'number' || typeof b !== 'number') return BEYOND;
      const result = compute(a, b) + 0;
      return Number.isFinite(result) ? result : BEYOND;
    };
  }
  if (operator === '=') return equals;
  if (operator === '!=') {
    return (a, b) => {
      if (a === undefined || b === undefined) return false;
      const same = equals(a, b);
      return same === BEYOND ? BEYOND : same !== true;
    };
  }
  if (operator !== '&') return undefined;
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? a + b : BEYOND);
}

/** A condition's truth; other things than booleans have rules of their own. */
function truth(value: Value): boolean | typeof BEYOND {
  if (value === undefined) return false;
  return typeof value === 'boolean' ? value : BEYOND;
}

function binaryEvaluator(node: SyntaxNode, depth: number): Evaluate | undefined {
  const operator = String(node.value);
  const [left, right] = [evaluator(node.lhs, depth), evaluator(node.rhs, depth)];
  if (left === undefined || right === undefined) return undefined;
  if (operator === 'and' || operator === 'or') {
    return (scope) => {
      const first = truth(left(scope));
      if (first === BEYOND || first === (operator === 'or')) return first;
      return truth(right(scope));
    };
  }
  const operate = operation(operator);
  if (operate === undefined) return undefined;
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    return a === BEYOND || b === BEYOND ? BEYOND : operate(a, b);
  };
}

function conditionEvaluator(node: SyntaxNode, depth: number): Evaluate | undefined {
  const [test, then] = [evaluator(node.condition, depth), evaluator(node.then, depth)];
  const other = node.else === undefined ? () => undefined : evaluator(node.else, depth);
  if (test === undefined || then === undefined || other === undefined) return undefined;
  return (scope) => {
    const holds = truth(test(scope));
    if (holds === BEYOND) return BEYOND;
    return holds ? then(scope) : other(scope);
  };
}

function all(nodes: unknown, depth: number): readonly Evaluate[] | undefined {
  const found = Array.isArray(nodes) ? nodes.map((node) => evaluator(node, depth)) : [undefined];
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** A call of a function that nothing hides: of one value, or of a list that is written out. */
function callEvaluator({ procedure, arguments: given }: SyntaxNode, depth: number) {
  const name = isNode(procedure) ? String(procedure.value) : '';
  const [only, ...more] = Array.isArray(given) ? given : [];
  if (!isNode(only) || more.length > 0) return undefined;
  const isList = only.type === 'unary' && only.value === '[';
  const functions = isList ? OF_LIST : OF_ONE;
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const values = all(isList ? only.expressions : given, depth);
  if (!call || !values) return undefined;
  return (scope: Scope): Value => {
    if (scope.variable(name) !== undefined) return BEYOND;
    const found = values.map((evaluate) => evaluate(scope));
    if (!found.every((one) => one !== BEYOND && one !== undefined)) return BEYOND;
    return call(...found) ?? BEYOND;
  };
}

/** An object with literal names; what has no value is not in it. */
function objectEvaluator({ lhs }: SyntaxNode, depth: number): Evaluate | undefined {
  const pairs: readonly unknown[][] = Array.isArray(lhs) ? lhs : [];
  const names = pairs.map(([name]) => (isNode(name) && name.type === 'string' ? name.value : ''));
  const values = all(
    pairs.map(([, value]) => value),
    depth,
  );
  const isOdd = names.some((name) => name === '' || name === '__proto__');
  if (!values || isOdd || new Set(names).size < names.length) return undefined;
  return (scope) => {
    const made: { [name: string]: Json } = {};
    for (const [index, evaluate] of values.entries()) {
      const value = evaluate(scope);
      if (value === BEYOND || Array.isArray(value)) return BEYOND;
      if (value !== undefined) made[String(names[index])] = value;
    }
    return made;
  };
}

function evaluator(node: unknown, depth: number): Evaluate | undefined {
  if (!isNode(node) || depth > DEEPEST || node.keepArray !== undefined) return undefined;
  const { value } = node;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return () => value as Json; // the parser gives literals no other values
    case 'variable':
      return value === 'states' || value === '' || value === '$'
        ? undefined
        : pathEvaluator([node]);
    case 'path':
      return node.keepSingletonArray === undefined && Array.isArray(node.steps)
        ? pathEvaluator(node.steps)
        : undefined;
    case 'block':
      return Array.isArray(node.expressions) && node.expressions.length === 1
        ? evaluator(node.expressions[0], depth + 1)
        : undefined;
    case 'binary':
      return binaryEvaluator(node, depth + 1);
    case 'condition':
      return conditionEvaluator(node, depth + 1);
    case 'function':
      return callEvaluator(node, depth + 1);
    case 'unary':
      return value === '{' ? objectEvaluator(node, depth + 1) : undefined;
    default:
      return undefined;
  }
}

/**
 * An evaluator for a tree that isPlain() accepts, or undefined when its form is beyond it. What it gives is BEYOND,
 * or JSON that is no array: the same value the library would give, not a copy.
 */
export function plainEvaluator(
  tree: SyntaxNode,
): ((scope: Scope) => Json | typeof BEYOND) | undefined {
  const evaluate = evaluator(tree, 0);
  return (
    evaluate &&
    ((scope) => {
      const value = evaluate(scope);
      return value === undefined || Array.isArray(value) ? BEYOND : value;
    })
  );
}
