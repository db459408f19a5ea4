// Dependencies of functions that also keep calls for later, or look after those that were kept.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type BufferQueues, intakeBuffer } from '../adapters/intake-buffer.ts';
import { type Call, signedCall } from '../adapters/signed-call.ts';
import type { Deps, IntakeBuffer } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { noBuffer, tableDeps } from './table-deps.ts';

const BufferEnvironment = z.object({
  INTAKE_BUFFER_URL: z.string().min(1),
  INTAKE_BUFFER_DEAD_LETTERS_URL: z.string().min(1),
  /** Set where AWS is stood in for. */
  AWS_ENDPOINT_URL: z.string().optional(),
});

/** The handler of a function that is granted the table, and to send to the buffer. */
export function onTableAndBuffer<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => tableDeps({ buffer: awsBuffer() }));
}

/** `look`: of functions that may see how many wait. */
export function awsBuffer(
  look: (call: Call, queues: BufferQueues) => IntakeBuffer['state'] = () => noBuffer.state,
): IntakeBuffer {
  const { INTAKE_BUFFER_URL: waiting, ...env } = BufferEnvironment.parse(process.env);
  // `https://sqs.REGION.amazonaws.com`, or `.com.cn`: other services of the region are named alike.
  const { origin } = new URL(env.AWS_ENDPOINT_URL ?? waiting);
  const endpointOf = (service: string) => origin.replace('//sqs.', `//${service}.`);
  let opened: Call | undefined;
  const call: Call = (target, input) => {
    // A client for its credentials and its signature, made when a call is to be kept: nobody waits for it whose form is written.
    opened ??= signedCall({ config: new DynamoDBClient({}).config, endpointOf });
    return opened(target, input);
  };
  const queues = { waiting, putAside: env.INTAKE_BUFFER_DEAD_LETTERS_URL };
  return intakeBuffer(call, queues, look(call, queues));
}
