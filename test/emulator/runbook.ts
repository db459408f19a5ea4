// The runbook's scripts against MiniStack, as whoever is woken up types them: bash, jq and the AWS CLI.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { MiniStack } from './ministack.ts';

const run = promisify(execFile);
const text = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

/** What the scripts of "One lead is stuck" print of a lead of that stage. */
export async function stuckLead(
  { env, venv }: MiniStack,
  { stage, stepFunctions, leadId }: Readonly<Record<'stage' | 'stepFunctions' | 'leadId', string>>,
): Promise<string> {
  const [head = '', ...sections] = text.split(/^## /m);
  const section = sections.find((one) => one.startsWith('One lead is stuck')) ?? '';
  const script = [head, section].flatMap(scriptsOf).join('\n');
  const told = script.replace('STAGE=dev', `STAGE=${stage}`).replace('lead_01…', leadId);
  const { stdout } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', told], {
    env: {
      ...env,
      PATH: [join(venv, 'bin'), process.env.PATH].join(delimiter),
      AWS_ENDPOINT_URL_SFN: stepFunctions,
      AWS_DEFAULT_REGION: env.AWS_REGION,
      AWS_PAGER: '',
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

function scriptsOf(page: string): string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = '']) => script);
}
