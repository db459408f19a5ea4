// What the placeholders of a workflow file stand for, and what the machine must therefore be allowed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundles.ts';

const PLACEHOLDER = /\$\{(\w+?)(FunctionArn|StateMachineArn)\}/g;

export interface WorkflowText {
  readonly text: string;
  readonly functions: readonly string[];
  readonly machines: readonly string[];
  /** Whether some wait of it ends by a token. */
  readonly waitsForToken: boolean;
}

/** The file of a workflow and the names in it. Throws RangeError when a name is not in the catalogue. */
export function workflowText(
  file: string,
  known: { readonly functions: readonly string[]; readonly machines: readonly string[] },
): WorkflowText {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const named = (kind: string) =>
    [
      ...new Set(
        [...text.matchAll(PLACEHOLDER)].flatMap(([, name = '', of]) => (of === kind ? [name] : [])),
      ),
    ].toSorted();
  const functions = named('FunctionArn');
  const machines = named('StateMachineArn');
  const unknown = [
    ...functions.filter((name) => !known.functions.includes(name)),
    ...machines.filter((name) => !known.machines.includes(name)),
  ];
  if (unknown.length > 0)
    throw new RangeError(
      `${file} names ${unknown.join(', ')}, which the catalogue does not have; add it or correct the name`,
    );
  return { text, functions, machines, waitsForToken: text.includes('.waitForTaskToken"') };
}
