// What a JSONata expression refers to, read from the library's syntax tree.

/** A node of the tree: the library's types name few of its fields. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) found.push(value);
    else if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) {
      Object.values(value).forEach(visit);
    }
  };
  for (const [field, value] of Object.entries(node)) if (field !== 'ancestor') visit(value);
  return found;
}

/** Every variable and function name with a dollar that the expression reads, without the dollar. */
export function variableNames(root: SyntaxNode): Set<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'variable' && typeof node.value === 'string') names.add(node.value);
    children(node).forEach(visit);
  };
  visit(root);
  return names;
}

/** Names that the expression itself binds (`:=` and function parameters), wherever. */
export function boundNames(root: SyntaxNode): Set<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    const bound = node.type === 'bind' ? [node.lhs] : node.arguments;
    if (node.type === 'bind' || node.type === 'lambda') {
      for (const name of Array.isArray(bound) ? bound : []) {
        if (isNode(name) && typeof name.value === 'string') names.add(name.value);
      }
    }
    for (const field of ['focus', 'index']) {
      const name = node[field];
      if (typeof name === 'string') names.add(name);
    }
    children(node).forEach(visit);
  };
  visit(root);
  return names;
}

/** The fields of `$states` that the expression reads; `undefined` stands for `$states` as a whole. */
export function statesFields(root: SyntaxNode): Set<string | undefined> {
  const fields = new Set<string | undefined>();
  const visit = (node: SyntaxNode): void => {
    const steps = node.type === 'path' && Array.isArray(node.steps) ? node.steps : [];
    const [first, second] = steps;
    const path = isNode(first) && first.type === 'variable' && first.value === 'states';
    if (path) {
      fields.add(
        isNode(second) && second.type === 'name' && typeof second.value === 'string'
          ? second.value
          : undefined,
      );
    } else if (node.type === 'variable' && node.value === 'states') {
      fields.add(undefined);
    }
    const rest = path ? children(node).filter((child) => child !== first) : children(node);
    rest.forEach(visit);
  };
  visit(root);
  return fields;
}

/** References to a context item at the top level, where Step Functions has none: `name`, `*`, `$`, `$$`. */
export function topLevelReferences(root: SyntaxNode): string[] {
  const found: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'name' && typeof node.value === 'string') found.push(node.value);
    else if (node.type === 'wildcard') found.push('*');
    else if (node.type === 'descendant') found.push('**');
    else if (node.type === 'variable' && node.value === '$') found.push('$$');
    else if (node.type === 'variable' && node.value === '') found.push('$');
    else if (node.type === 'path' && Array.isArray(node.steps)) {
      const [first] = node.steps;
      if (isNode(first)) visit(first);
    } else {
      const { predicate: _predicate, stages: _stages, group: _group, ...top } = node;
      const only = node.type === 'lambda' ? [node.body] : children(top);
      const nested = node.type === 'transform' ? [] : only;
      for (const child of nested) if (isNode(child)) visit(child);
    }
  };
  visit(root);
  return found;
}

const PLAIN_STEPS = ['variable', 'name'];
const PLAIN_NODES = ['binary', 'block', 'condition', 'string', 'number', 'value', ...PLAIN_STEPS];
const EXTRAS = ['predicate', 'stages', 'group', 'focus', 'index', 'tuple', 'nextFunction'];

const SHORT_NODES = [...PLAIN_NODES, 'function', 'unary'];

/** Whether the expression only selects, compares and computes: its work can't exceed its own length. */
export function isPlain(root: SyntaxNode): boolean {
  return isOf(PLAIN_NODES, root);
}

/** The same with calls and objects: which of those are plain, the evaluator knows. */
export function isShort(root: SyntaxNode): boolean {
  return isOf(SHORT_NODES, root);
}

function isOf(nodes: readonly string[], root: SyntaxNode): boolean {
  if (EXTRAS.some((extra) => root[extra] !== undefined)) return false;
  if (root.type === 'path') {
    const { steps } = root;
    return (
      Array.isArray(steps) &&
      steps.every((step) => isNode(step) && PLAIN_STEPS.includes(step.type) && isOf(nodes, step))
    );
  }
  return (
    nodes.includes(root.type) &&
    root.value !== '..' &&
    children(root).every((child) => isOf(nodes, child))
  );
}
