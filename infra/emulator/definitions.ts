// How a workflow file becomes a definition offline: its placeholders are names from the catalogue.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionArn, PARTITION, stateMachineArn } from './arns.ts';
import type { Catalog, Workflow } from './catalog-shape.ts';

const PLACEHOLDER = /\$\{(\w+?)(FunctionArn|StateMachineArn)\}/g;

/** ARN of the function or machine that `${NameFunctionArn}` or `${NameStateMachineArn}` stands for. Throws RangeError for others. */
export function substitute(text: string, catalog: Catalog): string {
  return text
    .replaceAll(/\$\{Partition\}/g, PARTITION)
    .replace(PLACEHOLDER, (placeholder, name: string, kind: string) => {
      const isFunction = kind === 'FunctionArn';
      const known = isFunction ? catalog.functions : catalog.workflows;
      if (!Object.hasOwn(known, name)) {
        throw new RangeError(
          `${placeholder} names nothing in the catalogue; correct it or add ${name}`,
        );
      }
      return isFunction ? functionArn(name) : stateMachineArn(name);
    });
}

/** The text of a workflow's definition with its placeholders filled in. `root` is the folder of its file. */
export async function definitionOf(
  workflow: Workflow,
  catalog: Catalog,
  root: string,
): Promise<string> {
  const text =
    workflow.file === undefined
      ? JSON.stringify(workflow.definition)
      : await readFile(join(root, workflow.file), 'utf8');
  return substitute(text, catalog);
}
