// `npm run test:emulator`: bootstrap, deploy, walk the journeys, deploy a change, destroy; on MiniStack, from nothing to nothing.

import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../infra/local/runtime.ts';
import { invoke, serveDeployedMachines } from './deployed-machines.ts';
import { deploymentIn } from './deployment.ts';
import { golden } from './golden.ts';
import { startIssuer } from './issuer.ts';
import { journeys, openDesk, realMoment, signatureOf, type Target } from './journeys.ts';
import { freePort, processesOf, startMiniStack } from './ministack.ts';
import { allArrive } from './outage.ts';
import { goldenReports, settledReports } from './reports.ts';
import { stuckLead } from './runbook.ts';

const GROUPS_CLAIM = 'cognito:groups';
const folder = await mkdtemp(join(tmpdir(), 'leadloop-emulator-'));
const ends: (() => Promise<void>)[] = [];
const tally = { passed: 0, failed: 0 };

try {
  await suite();
} catch (error) {
  tally.failed += 1;
  console.error(error);
} finally {
  for (const end of ends.toReversed()) await end();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
await step('leaves no process behind', async () => {
  assert.deepEqual(await processesOf(folder), []);
}).catch(() => undefined);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);

async function suite(): Promise<void> {
  const [machinesPort, issuerPort] = [await freePort(), await freePort()];
  const ministack = await step('MiniStack starts from PyPI', () => startMiniStack(folder));
  ends.push(() => ministack.stop());
  const issuer = await startIssuer(issuerPort, GROUPS_CLAIM);
  ends.push(() => issuer.close());
  const emulator = {
    stepFunctions: `http://127.0.0.1:${machinesPort}/_aws`,
    issuer: issuer.origin,
  };
  const context = {
    stage: 'test',
    keepData: 'false',
    // What empties them looks for a tag that the emulator does not give; there buckets go full or not.
    emptyBuckets: 'false',
    emulator: JSON.stringify(emulator),
  };
  const deployment = deploymentIn(ministack, { folder, context });
  ends.push(async () => deployment.close());

  await step('cdk bootstrap', () => deployment.cdk('bootstrap', 'aws://000000000000/us-east-1'));
  const deploy = ['--all', '--require-approval', 'never'];
  await step('cdk deploy of all stacks', () => deployment.cdk('deploy', ...deploy));
  const machines = await serveDeployedMachines(ministack.origin, machinesPort);
  ends.push(() => machines.stop());

  const api = await deployment.output('Lifecycle', 'ApiAddress');
  const audience = await deployment.output('Identity', 'UserPoolClientId');
  const target = overHttp(apiAddress(ministack.origin, api), (sub, group) =>
    issuer.token(sub, group, audience),
  );
  await step('the authorizer refuses strangers and lets staff in', async () => {
    assert.equal((await target.call('GET', '/v1/me')).status, 401);
    const me = await target.call('GET', '/v1/me', { as: { sub: 'ops-1', group: 'ops' } });
    assert.deepEqual(me, { status: 200, body: { sub: 'ops-1', groups: ['ops'] } });
  });
  await step('a company opens its desk', () => openDesk(target));
  const leads: string[] = [];
  for (const [name, walk] of Object.entries(journeys))
    await step(`${name} tells the events of the offline run`, async () => {
      const leadId = await walk(target);
      leads.push(leadId);
      assert.deepEqual(await signatureOf(target, leadId), golden()[name]);
    });
  await step('the reports say what they say offline', async () => {
    const expected = goldenReports();
    assert.deepEqual(await settledReports(target, expected), expected);
  });
  await step('the function that sends messages has its secrets and keeps a receipt', async () => {
    const resources = Object.entries(await deployment.resources('Lifecycle'));
    const [, notify = ''] = resources.find(([id]) => /^NotifyFunction[0-9A-F]{8}$/.test(id)) ?? [];
    const at = new Date().toISOString();
    const detail = { id: 'suite', to: 'rep-a', subject: 'Suite', text: 'a message', at };
    const send = () => invoke(ministack.origin, notify, { detail });
    assert.deepEqual(await send(), { channel: 'bus' });
    assert.deepEqual(await send(), { channel: 'repeated' });
  });
  await step('the runbook’s five steps find out what became of a lead', async () => {
    const { stepFunctions } = emulator;
    const [accepted = ''] = leads;
    const told = await stuckLead(ministack, {
      stage: context.stage,
      stepFunctions,
      leadId: accepted,
    });
    // Its row, its last event, the state its execution was in, and a call with what came of it.
    assert.match(told, /^\{"state":"SQL".*"nextInstant":"20/m);
    assert.match(told, /^\{"unrelayed":false,"type":"CreditWindowOpened"/m);
    assert.match(told, /^RUNNING\nWaitForOpportunity$/m);
    assert.match(told, /"route":"POST \/v1\/leads\/\{leadId\}\/take".*"outcome":"done"/);
  });
  await step('all arrive that are sent while the form’s function has no table', async () => {
    const resources = Object.entries(await deployment.resources('Lifecycle'));
    const [, intake = ''] = resources.find(([id]) => /^IntakeFunction[0-9A-F]{8}$/.test(id)) ?? [];
    const most = await allArrive(target, ministack.origin, intake);
    console.log(`    at most ${most} waited at once`);
  });
  await step('nothing failed on the way', async () => {
    assert.deepEqual(machines.runtime.failures, []);
    assert.deepEqual(await failedExecutions(machines.runtime), []);
  });
  await step('a change is deployed without replacing what is kept', async () => {
    const before = await deployment.resources('Data');
    await deployment.cdk(
      'deploy',
      ...deploy,
      '-c',
      'logDays=7',
      '-c',
      'alarmEmail=ops@example.com',
    );
    assert.deepEqual(await deployment.resources('Data'), before);
    for (const leadId of leads) assert.ok((await signatureOf(target, leadId)).length > 0);
  });
  await step('cdk destroy leaves no stack', async () => {
    await deployment.cdk('destroy', '--all', '--force');
    assert.deepEqual(
      (await deployment.stacks()).filter((name) => name.startsWith('Leadloop')),
      [],
    );
  });
}

async function step<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await act().catch((error: unknown) => {
    console.log(`not ok  ${name}`);
    throw error;
  });
  tally.passed += 1;
  console.log(`ok  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/** Requests as a browser sends them, to the stage that was deployed. */
function overHttp(
  address: string,
  tokenOf: (sub: string, group: string) => Promise<string>,
): Target {
  return {
    async call(method, path, { body, as, headers } = {}) {
      const response = await fetch(`${address}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(as ? { authorization: `Bearer ${await tokenOf(as.sub, as.group)}` } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    pass: realMoment,
    patience: 200,
    month: new Date().toISOString().slice(0, 7),
  };
}

/** MiniStack serves an API under a path: names of its hosts lead nowhere. */
function apiAddress(origin: string, address: string): string {
  const { hostname, pathname } = new URL(address);
  return `${origin}/_aws/execute-api/${hostname.split('.')[0]}${pathname.replace(/\/$/, '')}`;
}

async function failedExecutions({ executions }: Runtime): Promise<readonly string[]> {
  const all = await executions.list('lead_');
  return all
    .filter(({ status }) => !['RUNNING', 'SUCCEEDED'].includes(status))
    .map(({ name, status }) => `${name} ${status}`);
}
