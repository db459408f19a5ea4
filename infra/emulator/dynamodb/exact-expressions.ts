// Where dynalite judges an expression otherwise than DynamoDB, the parsed expression is put right before it runs:
// lists and maps compare by value, elements of a list leave together, and a copied attribute is a copy.

import db from 'dynalite/db/index.js';
import type { Request } from './dynalite.ts';
import { type Item, sameValue } from './item.ts';

/** A node of dynalite's parsed expressions: a path, a value, or an operator with its arguments. */
interface Operator {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly unknown[];
}

type Path = readonly (string | number)[];

interface Section {
  readonly type: string;
  readonly path: Path;
  readonly val?: unknown;
}

// Dynalite takes an operator that it does not know for true.
const TRUE: Operator = { type: 'known', args: [] };
const FALSE: Operator = { type: 'not', args: [TRUE] };

/** The request with its condition and its update made exact for the item that it meets. */
export function exactly(request: Request, existing: Item | undefined): Request {
  // Codec: the two shapes are what dynalite's parsers make, see db/*.pegjs.
  const condition = request._condition as { expression: Operator } | undefined;
  const updates = request._updates as { sections: readonly Section[] } | undefined;
  const item = existing ?? {};
  return {
    ...request,
    ...(condition && {
      _condition: { ...condition, expression: settled(condition.expression, item) },
    }),
    ...(updates && { _updates: { ...updates, sections: ordered(updates.sections, item) } }),
  };
}

function settled(node: Operator, item: Item): Operator {
  if (['and', 'or', 'not'].includes(node.type)) {
    return { ...node, args: node.args.map((arg) => (isOperator(arg) ? settled(arg, item) : arg)) };
  }
  const [first, ...others] = node.args.map((arg) => operand(arg, item));
  const outcome = compared(node, first, others);
  if (outcome === undefined) return node;
  return outcome ? TRUE : FALSE;
}

/** The outcome where lists or maps are compared; undefined where dynalite knows best. */
function compared(node: Operator, first: unknown, others: readonly unknown[]): boolean | undefined {
  if (node.type === 'function' && node.name === 'contains') {
    const elements = documentOf(first)?.L;
    return elements?.some((element) => sameValue(element, others[0]));
  }
  if (![first, ...others].some(documentOf)) return undefined;
  if (node.type === '=') return sameValue(first, others[0]);
  if (node.type === '<>') return !sameValue(first, others[0]);
  if (node.type === 'in') return others.some((other) => sameValue(first, other));
  return undefined;
}

function ordered(sections: readonly Section[], item: Item): readonly Section[] {
  const removals = sections.filter(({ type }) => type === 'remove').toSorted(laterElementFirst);
  const others = sections.filter(({ type }) => type !== 'remove');
  const copies = others.map((section) => {
    if (section.type !== 'set' || !isPath(section.val)) return section;
    const val = db.mapPath(section.val, item);
    return val === undefined || val === null ? section : { ...section, val: structuredClone(val) };
  });
  return [...copies, ...removals];
}

function laterElementFirst(a: Section, b: Section): number {
  const [last, other] = [a.path.at(-1), b.path.at(-1)];
  return typeof last === 'number' && typeof other === 'number' ? other - last : 0;
}

function operand(arg: unknown, item: Item): unknown {
  return isPath(arg) ? db.mapPath(arg, item) : arg;
}

function documentOf(value: unknown): { readonly L?: readonly unknown[] } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('L' in value && Array.isArray(value.L)) return { L: value.L };
  return 'M' in value ? {} : undefined;
}

function isPath(arg: unknown): arg is Path {
  return Array.isArray(arg);
}

function isOperator(arg: unknown): arg is Operator {
  return typeof arg === 'object' && arg !== null && 'args' in arg;
}
