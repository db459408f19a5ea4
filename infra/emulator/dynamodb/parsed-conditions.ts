// dynalite parses a condition each time it is sent. The same text with the same names and values means the same: parsed once.

import conditionParser from 'dynalite/db/conditionParser.js';

export interface Context {
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: Readonly<Record<string, unknown>>;
  /** The parser takes out what the expression uses. */
  readonly unusedAttrNames: Record<string, true>;
  readonly unusedAttrVals: Record<string, true>;
  readonly isKeyCondition?: boolean;
}

interface Parsed {
  readonly expression: object;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const KEPT = 2_000;
const LONGEST = 1_000;

/** Puts the memory before dynalite's parser, once a process. Its answer is only read by dynalite, so that it may be shared. */
export function rememberConditions(): void {
  const parse = conditionParser.parse;
  const known = new Map<string, Parsed>();
  conditionParser.parse = (text, options) => {
    const { context } = options;
    const key = JSON.stringify([text, context.attrNames, context.attrVals, context.isKeyCondition]);
    const before = known.get(key);
    if (before) return recall(before, context);
    const names = Object.keys(context.unusedAttrNames);
    const values = Object.keys(context.unusedAttrVals);
    const expression = parse(text, options);
    if (key.length <= LONGEST) {
      if (known.size >= KEPT) known.clear();
      known.set(key, {
        expression,
        names: names.filter((name) => !context.unusedAttrNames[name]),
        values: values.filter((name) => !context.unusedAttrVals[name]),
      });
    }
    return expression;
  };
}

function recall({ expression, names, values }: Parsed, context: Context): object {
  for (const name of names) delete context.unusedAttrNames[name];
  for (const name of values) delete context.unusedAttrVals[name];
  return expression;
}
