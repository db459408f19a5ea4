import type { Lead } from '../../leads/lead.ts';
import type { Command, Receipt } from '../../ports.ts';

/** What a use case answers over the API, and what its receipt keeps. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The answer as it is kept; one that repeats what was found out about a person is kept where an erasure finds it. */
export function receiptOf(
  { receipt }: Command,
  { leadId }: Lead,
  { status, body }: Answer,
): Receipt | undefined {
  const kept = receipt?.(status, body);
  const tells =
    typeof body === 'object' && body !== null && ('firstSource' in body || 'notes' in body);
  return kept && tells ? { ...kept, leadId } : kept;
}
