// Which refusals of DynamoDB mean that somebody else was quicker.

import { LostRace } from '../leads/errors.ts';

/** Somebody else wrote one of the rows since they were read, or is writing it now. */
const races = ['ConditionalCheckFailed', 'TransactionConflict'];

function isLostRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, CancellationReasons: reasons = [] } = error as Error & {
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  const codes = [name.replace(/Exception$/, ''), ...reasons.map(({ Code }) => Code)];
  return codes.some((code) => code !== undefined && races.includes(code));
}

/** Waits for the write; throws LostRace when a row is no longer what was read. */
export async function orLostRace(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    throw isLostRace(error) ? new LostRace('a row changed meanwhile', { cause: error }) : error;
  }
}
