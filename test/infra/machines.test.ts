import { readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { functions, workflows } from '../../infra/catalog.ts';
import { lintWorkflow } from '../../infra/emulator/asl/lint/lint.ts';
import { named, ofType, productionTemplates, type StackTemplate } from './templates.ts';

const ROOT = new URL('../../', import.meta.url);
const placeholders = [
  'Partition',
  ...Object.keys(functions).map((name) => `${name}FunctionArn`),
  ...Object.keys(workflows).map((name) => `${name}StateMachineArn`),
];

describe.each(Object.entries(workflows))('machine %s', (name, { file }) => {
  let properties: Readonly<Record<string, unknown>>;

  beforeAll(() => {
    const lifecycle = productionTemplates().Lifecycle as StackTemplate;
    const [, one] =
      ofType(lifecycle, 'AWS::StepFunctions::StateMachine').find(([id]) =>
        new RegExp(`^Workflows${name}[0-9A-F]{8}$`).test(id),
      ) ?? [];
    properties = one?.Properties ?? {};
  }, 60_000);

  it('is the file’s text, every placeholder of it filled in', () => {
    const substitutions = properties.DefinitionSubstitutions as Record<string, unknown>;
    const text = textOf(properties.DefinitionString);
    const source = readFileSync(new URL(file, ROOT), 'utf8');

    const used = [...source.matchAll(/\$\{(\w+)\}/g)].map(([, one]) => one ?? '');
    expect(new Set([...Object.keys(substitutions), 'Partition'])).toEqual(new Set(used));
    expect(text).toBe(source);
    for (const [one, value] of Object.entries(substitutions))
      expect(named(value)).toBe(
        one.endsWith('FunctionArn')
          ? one.replace(/Arn$/, '')
          : `Workflows${one.replace('StateMachineArn', '')}`,
      );
  });

  it('passes asl-validator and the workflow lint', () => {
    const source = readFileSync(new URL(file, ROOT), 'utf8');
    const filled = source
      .replaceAll(/\$\{Partition\}/g, 'aws')
      .replaceAll(/\$\{(\w+)FunctionArn\}/g, 'arn:aws:lambda:eu-west-1:111111111111:function:$1')
      .replaceAll(
        /\$\{(\w+)StateMachineArn\}/g,
        'arn:aws:states:eu-west-1:111111111111:stateMachine:$1',
      );

    expect(validate(JSON.parse(filled))).toMatchObject({ isValid: true });
    expect(lintWorkflow(source, { placeholders })).toEqual([]);
  });

  it('is traced, and logs what happened without what was said', () => {
    expect(properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

/** The text of a definition, with the partition as the file writes it. */
function textOf(definition: unknown): string {
  const { 'Fn::Join': [, parts] = ['', []] } = definition as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : `$\{Partition}`)).join('');
}
