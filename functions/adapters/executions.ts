// Step Functions behind the Executions port: starting twice and waking too late are both harmless (architecture.md, rules 1 and 4).

import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Executions } from '../ports.ts';

interface Machines {
  readonly client: SFNClient;
  readonly leadJourney: string;
  readonly nurture: string;
  readonly opportunity: string;
}

export function stepFunctions({ client, leadJourney, nurture, opportunity }: Machines): Executions {
  const arns = { 'lead-journey': leadJourney, nurture, opportunity };
  return {
    async start(machine, name, input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: arns[machine],
            name,
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    wake: waker(client),
  };
}

/** Ends the wait that has this token; one that is over already is left alone. */
export function waker(client: SFNClient): Executions['wake'] {
  return async (taskToken) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    } catch (error) {
      const isOver =
        error instanceof TaskTimedOut ||
        error instanceof TaskDoesNotExist ||
        error instanceof InvalidToken;
      if (!isOver) throw error;
    }
  };
}
