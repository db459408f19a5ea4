import { jsonText } from './history.ts';
import type { Json } from './types.ts';

/** The most UTF-8 bytes of JSON that a state's input or output, a task's result or a variable may have. */
export const PAYLOAD_LIMIT = 262_144;

export function isTooLarge(value: Json): boolean {
  const text = jsonText(value);
  if (text.length * 3 <= PAYLOAD_LIMIT) return false;
  return text.length > PAYLOAD_LIMIT || Buffer.byteLength(text) > PAYLOAD_LIMIT;
}
