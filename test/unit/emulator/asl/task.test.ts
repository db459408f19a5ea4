import { describe, expect, it } from 'vitest';
import { lambdaTask, machineOf, play, tokenTask } from './play.ts';

describe('a task records', () => {
  it('the role it would assume, which nobody assumes offline', async () => {
    const RoleArn = '{% "arn:aws:iam::123456789012:role/" & $states.input.role %}';

    const played = await play(machineOf({ Ask: lambdaTask({ Credentials: { RoleArn } }) }), {
      role: 'caller',
    });

    expect(played.events.find(({ type }) => type === 'TaskScheduled')).toMatchObject({
      taskScheduledEventDetails: {
        taskCredentials: { roleArn: 'arn:aws:iam::123456789012:role/caller' },
      },
    });
  });

  it('how long it may take and how often it must be heard of', async () => {
    const played = await play(
      machineOf({ Ask: tokenTask({ TimeoutSeconds: '{% 60 * 10 %}', HeartbeatSeconds: 60 }) }),
    );

    expect(played.events.find(({ type }) => type === 'TaskScheduled')).toMatchObject({
      taskScheduledEventDetails: { timeoutInSeconds: 600, heartbeatInSeconds: 60 },
    });
  });

  it('a function called by its ARN in events of its own, without a heartbeat', async () => {
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:score';

    const played = await play(
      machineOf({
        Ask: { Type: 'Task', Resource, TimeoutSeconds: 9, HeartbeatSeconds: 5, End: true },
      }),
      { lead: 1 },
    );

    expect(played.events.slice(2)).toMatchObject([
      {
        type: 'LambdaFunctionScheduled',
        lambdaFunctionScheduledEventDetails: {
          resource: Resource,
          input: '{"lead":1}',
          timeoutInSeconds: 9,
        },
      },
      { type: 'LambdaFunctionStarted' },
    ]);
  });
});
