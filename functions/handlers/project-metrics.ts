// The queue of moves: whose events changed, so that their figures follow (reports.md, 4). What fails comes again; twice changes nothing.

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { Instant } from '../leads/instant.ts';
import { onTableAndMetrics } from '../platform/metric-deps.ts';
import type { Deps } from '../ports.ts';
import { projectMoves } from '../use-cases/reporting/project-moves.ts';

/** What EventBridge puts into the queue of an event: enough to know whose it is. */
const Move = z.object({
  detail: z.object({ metadata: z.object({ scope: z.string(), occurredAt: Instant }) }),
});

export const create =
  (deps: Deps) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const moves = Records.map(({ messageId, body }) => {
      const { scope, occurredAt } = Move.parse(JSON.parse(body)).detail.metadata;
      return { id: messageId, scope, occurredAt };
    });
    const { failed, errors } = await projectMoves(deps, moves);
    for (const error of errors) console.error('figures could not follow and try again', error);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

export const handler = onTableAndMetrics(create);
