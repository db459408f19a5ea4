// Firehose on its way to the lake: each event of the bus becomes a row. What is none goes where Firehose keeps what failed.

import type {
  FirehoseRecordTransformationStatus,
  FirehoseTransformationEvent,
  FirehoseTransformationResult,
} from 'aws-lambda';
import { type CallContext, logged } from '../platform/call-log.ts';
import { lakeRow } from '../use-cases/reporting/lake-row.ts';

export const create =
  () =>
  async ({ records }: FirehoseTransformationEvent): Promise<FirehoseTransformationResult> => ({
    records: records.map(({ recordId, data }) => ({ recordId, ...shaped(data) })),
  });

function shaped(data: string): { result: FirehoseRecordTransformationStatus; data: string } {
  try {
    const row = lakeRow(JSON.parse(Buffer.from(data, 'base64').toString()));
    const line = `${JSON.stringify(row)}\n`;
    return { result: 'Ok', data: Buffer.from(line).toString('base64') };
  } catch (error) {
    console.error('an event could not be shaped', error);
    return { result: 'ProcessingFailed', data };
  }
}

const shape = create();

/** It needs nothing but what it is sent. */
export function handler(
  event: FirehoseTransformationEvent,
  context: CallContext,
): Promise<FirehoseTransformationResult> {
  return logged(event, context, () => shape(event));
}
