import type { Json, Signal } from '../../infra/emulator/asl/types.ts';
import type { Case } from './cases.ts';

// An execution that was stopped from outside while it was recorded.

function textAt(value: Json | undefined, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value.map((one) => textAt(one, name)).find(Boolean);
  for (const [field, inner] of Object.entries(value)) {
    if (field.toLowerCase() === name && typeof inner === 'string') return inner;
  }
  return Object.values(value)
    .map((inner) => textAt(inner, name))
    .find(Boolean);
}

/**
 * The stop, when it is time for it: when the recording has nothing before the end that is still to come, or, without a
 * history, when no answer is outstanding.
 */
export function stopOf(
  { interventions, expectedHistory }: Case,
  happened: number,
  outstanding: number,
): Signal | undefined {
  const stop = interventions?.find((each) => /stop|abort/i.test(JSON.stringify(each)));
  if (stop === undefined) return undefined;
  const last = expectedHistory?.at(-1)?.type === 'ExecutionAborted' ? expectedHistory : undefined;
  const isTime = last === undefined ? outstanding === 0 : happened >= last.length - 1;
  if (!isTime) return undefined;
  const [error, cause] = [textAt(stop, 'error'), textAt(stop, 'cause')];
  return {
    kind: 'stop',
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
