import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functions, workflows } from '../../../../infra/catalog.ts';
import { compileMachine } from '../../../../infra/emulator/asl/interpreter.ts';
import { lintWorkflow } from '../../../../infra/emulator/asl/lint/lint.ts';
import { definitionOf } from '../../../../infra/emulator/definitions.ts';
import { project } from '../../../../infra/local/project.ts';

// The project's own machines by the project's own rules, and by AWS's checks of a definition.

const ROOT = new URL('../../../../', import.meta.url).pathname;
const placeholders = [
  'Partition',
  ...Object.keys(functions).map((name) => `${name}FunctionArn`),
  ...Object.keys(workflows).map((name) => `${name}StateMachineArn`),
];
const files = readdirSync(`${ROOT}workflows`).filter((file) => file.endsWith('.asl.json'));

describe('the workflow files', () => {
  it('are those of the catalogue', () => {
    const listed = Object.values(workflows).map(({ file }) => file);

    expect(files.map((file) => `workflows/${file}`).sort()).toEqual(listed.toSorted());
  });

  it.each(files)('%s breaks none of the project’s rules', (file) => {
    const text = readFileSync(`${ROOT}workflows/${file}`, 'utf8');

    expect(lintWorkflow(text, { placeholders })).toEqual([]);
  });

  it.each(Object.entries(workflows))('%s would be taken by AWS', async (_name, workflow) => {
    const text = await definitionOf(workflow, project.catalog, ROOT);

    expect(() => compileMachine(text)).not.toThrow();
  });
});
