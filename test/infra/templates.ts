// The templates of a stage as tests read them: synthesised in this process, with empty bundles.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import { ROOT } from '../../infra/aws/bundles.ts';
import { stageOf } from '../../infra/aws/config.ts';
import { emulatorOf } from '../../infra/aws/emulator.ts';
import { addStage } from '../../infra/aws/stage.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

type Context = Readonly<Record<string, unknown>>;
type Templates = Readonly<Record<string, StackTemplate>>;

/** Templates by the end of the stack's name: Data, Identity, Site, Lifecycle, Watch. */
export function templatesOf(context: Context): Templates {
  return synthesised(context).templates;
}

/** What synth warns of. */
export function warningsOf(context: Context): readonly string[] {
  return synthesised(context).warnings;
}

function synthesised(context: Context): { templates: Templates; warnings: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'leadloop-synth-'));
  try {
    return synthesisedIn(folder, context);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesisedIn(
  folder: string,
  context: Context,
): { templates: Templates; warnings: readonly string[] } {
  const bundle = join(folder, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.mjs'), 'export const handler = async () => undefined;\n');
  const { context: settings } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const all = { ...settings, ...context };
  const app = new App({
    context: { ...all, 'aws:cdk:disable-stack-trace': true },
    outdir: join(folder, 'cdk.out'),
    analyticsReporting: false,
  });
  const config = stageOf(all);
  addStage(app, { config, codeOf: () => bundle, emulator: emulatorOf(all) });
  const before = process.exitCode;
  const { stacks } = app.synth();
  // Templates are read lazily: read them before the folder goes.
  const templates = stacks.map(
    ({ stackName, template }) =>
      [stackName.split('-').at(-1) ?? stackName, template as StackTemplate] as const,
  );
  const warnings = stacks.flatMap(({ messages }) =>
    messages.flatMap(({ level, entry }) => (level === 'warning' ? [String(entry.data)] : [])),
  );
  // Findings of cdk-nag are printed and end in the process's exit code.
  const hasFindings = process.exitCode !== before;
  process.exitCode = before;
  if (hasFindings) throw new Error('cdk-nag has findings; see what synth printed');
  return { templates: Object.fromEntries(templates), warnings };
}

let production: ReturnType<typeof synthesised> | undefined;

function ofProduction() {
  production ??= synthesised({
    stage: 'prod',
    alarmEmail: 'ops@example.com',
    webhook: 'https://crm.example.com/leadloop',
    mailIdentity: 'sales.example.com',
    secretsVersion: '2026-11-24',
  });
  return production;
}

/** The templates of a stage `prod` in AWS, made once for all files of a worker. */
export function productionTemplates(): Templates {
  return ofProduction().templates;
}

export function productionWarnings(): readonly string[] {
  return ofProduction().warnings;
}

/** Resources of a type by logical id. */
export function ofType(template: StackTemplate | undefined, type: string): [string, Resource][] {
  return Object.entries(template?.Resources ?? {}).filter(([, { Type }]) => Type === type);
}

export function all(templates: Templates, type: string): [string, Resource][] {
  return Object.values(templates).flatMap((template) => ofType(template, type));
}

/** A reference as text, with the names that the code gives: `LeadTable`, `LeadTable/index/due`, `Workflows.Offer`. */
export function named(reference: unknown): string {
  return flattenCfnReference(reference)
    .replace(
      /[\w-]+:ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}(Arn|StreamArn)?[0-9A-F]{8}/,
      '$1$2',
    )
    .replace(/<(\w+?)[0-9A-F]{8}(?:\.(\w+))?>/g, '$1$2')
    .replaceAll(/Arn\b/g, '');
}
