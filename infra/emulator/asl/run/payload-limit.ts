import type { Json } from '../types.ts';
import { jsonText } from './history.ts';

/** The most UTF-8 bytes of JSON that a state's input or output, a task's result or a variable may have. */
const PAYLOAD_LIMIT = 262_144;

/** Also true of a value that is nested too deeply to have a text at all. */
export function isTooLarge(value: Json): boolean {
  let text: string;
  try {
    text = jsonText(value);
  } catch (problem) {
    if (problem instanceof RangeError) return true;
    throw problem;
  }
  if (text.length * 3 <= PAYLOAD_LIMIT) return false;
  return text.length > PAYLOAD_LIMIT || Buffer.byteLength(text) > PAYLOAD_LIMIT;
}
