// Who was erased since an instant: read from the table that was given up, or from the relay's log lines, which outlive it.

import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { LeadId } from '../../../functions/leads/ids.ts';
import { Instant } from '../../../functions/leads/instant.ts';

const TYPES = ['Erased', 'PersonErased'] as const;

const Event = z.object({
  type: z.enum(TYPES),
  scope: LeadId,
  occurredAt: Instant,
  data: z.object({ personId: z.string(), erasureReason: z.string().default('asked') }),
});

const Line = z.object({
  event: z.enum(TYPES),
  leadId: LeadId,
  personId: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
});

export interface Erasure {
  readonly leadId: LeadId;
  readonly personId: string;
  readonly reason: string;
}

/** The erasures that a table's stories tell, each once. */
export async function erasuresInTable(
  client: DynamoDBDocumentClient,
  table: string,
  since: Instant,
): Promise<readonly Erasure[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: '#entity = :event AND contains(#row, :erased)',
      ExpressionAttributeNames: { '#entity': '__edb_e__', '#row': 'row' },
      ExpressionAttributeValues: { ':event': 'event', ':erased': 'Erased"' },
    },
  );
  const found: Erasure[] = [];
  for await (const { Items = [] } of pages)
    for (const { row } of Items) {
      const event = Event.safeParse(JSON.parse(String(row))).data;
      if (event && event.occurredAt >= since) {
        const { personId, erasureReason: reason } = event.data;
        found.push({ leadId: event.scope, personId, reason });
      }
    }
  return onceEach(found);
}

/** The same from lines of the log as CloudWatch gives them, one JSON object a line. */
export function erasuresInLog(text: string, since: Instant): readonly Erasure[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const found = lines.flatMap((line) => {
    const said = Line.safeParse(JSON.parse(line)).data;
    const isSince = said && Date.parse(said.timestamp) >= Date.parse(since);
    return isSince ? [{ leadId: said.leadId, personId: said.personId, reason: 'asked' }] : [];
  });
  return onceEach(found);
}

/** Several journeys may tell of one person. */
function onceEach(found: readonly Erasure[]): readonly Erasure[] {
  return [...new Map(found.map((one) => [`${one.leadId} ${one.personId}`, one])).values()];
}
