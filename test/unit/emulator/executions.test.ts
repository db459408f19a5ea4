import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { executionArn } from '../../../infra/emulator/arns.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { MONDAY, openToyCompany } from './toy-company.ts';

const running: Runtime[] = [];

async function openCompany(options: Parameters<typeof openToyCompany>[0] = {}) {
  const company = await openToyCompany(options);
  running.push(company.runtime);
  const submit = (leadId: string) =>
    company.runtime.request('POST', '/v1/submissions', { body: { leadId } });
  return { ...company, submit };
}

afterEach(async () => {
  for (const runtime of running.splice(0)) {
    expect(runtime.failures).toEqual([]);
    await runtime.stop();
  }
});

describe('a lead on the offline target', () => {
  it('goes from the form through the stream into its journey', async () => {
    const { runtime, submit, called } = await openCompany();

    const response = await submit('lead_1');
    await runtime.settled();

    expect(response).toMatchObject({ status: 202, body: { leadId: 'lead_1' } });
    expect(called('Score')).toBe(1);
    expect(await runtime.executions.list('lead_1')).toMatchObject([
      { name: 'lead_1-c1', status: 'RUNNING', currentStates: ['WaitAnHour'], startedAt: MONDAY },
    ]);
  });

  it('is offered by a child execution when the hour is over', async () => {
    const { runtime, submit, tokens } = await openCompany();
    await submit('lead_1');

    const advanced = await runtime.advance('PT1H');

    expect(advanced.now).toBe('2026-09-14T03:00:00.000Z');
    expect([...tokens.keys()]).toEqual(['lead_1-o1']);
    expect(await runtime.executions.list('lead_1-o1')).toMatchObject([
      { machine: 'Offer', status: 'RUNNING', startedAt: '2026-09-14T03:00:00.000Z' },
    ]);
  });

  it('hears what the rep answered, and so does everybody else', async () => {
    const { runtime, submit, answer } = await openCompany();
    await submit('lead_1');
    await runtime.advance('PT1H');

    await answer('lead_1-o1', 'accepted');
    await runtime.settled();

    expect(await runtime.executions.show('lead_1-c1')).toMatchObject({
      status: 'SUCCEEDED',
      output: 'accepted',
    });
    expect(await runtime.outbox.messages()).toMatchObject([
      { id: 'lead_1-settled', subject: 'accepted', delivered: true },
    ]);
  });

  it('comes back when nobody answers for two days', async () => {
    const { runtime, submit } = await openCompany();
    await submit('lead_1');

    await runtime.advance('P3D');

    expect(await runtime.executions.show('lead_1-c1')).toMatchObject({
      status: 'SUCCEEDED',
      output: 'timedOut',
      stoppedAt: '2026-09-16T03:00:00.000Z',
    });
  });

  it('hears an answer that comes too late as such', async () => {
    const { runtime, submit, answer } = await openCompany();
    await submit('lead_1');
    await runtime.advance('P3D');

    const late = answer('lead_1-o1', 'accepted');

    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('is told in the same events and ids in every replay', async () => {
    const replay = async () => {
      const { runtime, submit, answer } = await openCompany();
      await Promise.all(['lead_1', 'lead_2', 'lead_3'].map(submit));
      await runtime.advance('PT1H');
      await answer('lead_2-o1', 'accepted');
      await runtime.advance('P3D');
      const names = ['lead_1-c1', 'lead_2-c1', 'lead_3-c1', 'lead_1-o1', 'lead_2-o1'];
      return await Promise.all(names.map((name) => runtime.executions.show(name)));
    };

    const [first, second] = [await replay(), await replay()];

    expect(second).toEqual(first);
  });

  it('leaves a history that pages both ways', async () => {
    const { runtime, submit } = await openCompany();
    await submit('lead_1');
    await runtime.advance('P3D');
    const arn = executionArn('Journey', 'lead_1-c1');
    const page = async (reverseOrder: boolean) => {
      const ids: (number | undefined)[] = [];
      let nextToken: string | undefined;
      do {
        const answer = await runtime.clients.stepFunctions.send(
          new GetExecutionHistoryCommand({
            executionArn: arn,
            maxResults: 4,
            reverseOrder,
            nextToken,
          }),
        );
        ids.push(...(answer.events ?? []).map(({ id }) => id));
        nextToken = answer.nextToken;
      } while (nextToken);
      return ids;
    };

    const [forward, backward] = [await page(false), await page(true)];

    expect(forward.length).toBeGreaterThan(8);
    expect(forward).toEqual(forward.map((_, index) => index + 1));
    expect(backward).toEqual(forward.toReversed());
  });

  it('answers DescribeExecution with instants of the virtual clock', async () => {
    const { runtime, submit } = await openCompany();
    await submit('lead_1');
    await runtime.settled();

    const described = await runtime.clients.stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: executionArn('Journey', 'lead_1-c1') }),
    );

    expect(described).toMatchObject({
      status: 'RUNNING',
      input: '{"leadId":"lead_1"}',
      startDate: new Date(MONDAY),
    });
  });

  it('reaches a token that nobody gave out as InvalidToken', async () => {
    const { runtime } = await openCompany();

    const sending = runtime.clients.stepFunctions.send(
      new SendTaskSuccessCommand({ taskToken: 'made up', output: '{}' }),
    );

    await expect(sending).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('faults', () => {
  it('stop everything when Step Functions is off, and nothing is lost when it is back', async () => {
    const { runtime, submit, answer, tokens } = await openCompany();
    await submit('lead_1');
    await runtime.advance('PT1H');
    runtime.faults.stepFunctions = 'off';

    const answering = answer('lead_1-o1', 'accepted');
    await expect(answering).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await runtime.advance('P3D');
    const during = await runtime.executions.show('lead_1-c1');
    runtime.faults.stepFunctions = 'on';
    await runtime.settled();

    expect(tokens.size).toBe(1);
    expect(during).toMatchObject({ status: 'RUNNING' });
    expect(await runtime.executions.show('lead_1-c1')).toMatchObject({ output: 'timedOut' });
  });

  it('lose a wake without a word', async () => {
    const { runtime, submit, answer } = await openCompany();
    await submit('lead_1');
    await runtime.advance('PT1H');
    runtime.faults.loseWakes = true;

    await answer('lead_1-o1', 'accepted');
    await runtime.settled();

    expect(await runtime.executions.show('lead_1-c1')).toMatchObject({ status: 'RUNNING' });
  });

  it('double wakes, and nothing happens twice', async () => {
    const { runtime, submit, answer, called } = await openCompany();
    runtime.faults.duplicateWakes = true;
    await submit('lead_1');
    await runtime.advance('PT1H');

    await answer('lead_1-o1', 'accepted');
    await runtime.settled();

    expect(called('Relay')).toBe(2);
    expect(called('Notify')).toBe(1);
    expect(await runtime.executions.show('lead_1-c1')).toMatchObject({ output: 'accepted' });
  });
});
