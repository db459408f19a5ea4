// A form as a browser sends it without a script (api.md, Public): `application/x-www-form-urlencoded` with dotted names, or JSON as
// `text/plain` by sendBeacon. Nobody reads what is answered, so nothing is refused that can be read.

import { TextDecoder } from 'node:util';
import { LeadError } from '../leads/errors.ts';

/** What was sent: what stands in the field of a path, and the fields that nobody could decode, as they came. */
export interface SentForm {
  readonly said: (path: string) => unknown;
  readonly undecoded: readonly { readonly name: string; readonly raw: string }[];
}

/** Parts of a name: nothing that stands in every object. */
const TRACKING = /^touch(?:\.[A-Za-z]\w{0,39}){1,2}$/;
/** Boxes are sent as a hidden no and, when ticked, a yes after it: the last one counts. */
const BOX = /^consent\./;

/** A page says in which letters it was written, by the header or by HTML's own field `_charset_`; UTF-8 when it does not. */
export function urlEncodedForm(bytes: Buffer, contentType: string): SentForm {
  const pairs = bytes
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, name = '', raw = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      return { name: percentDecoded(name).toString('utf8').trim(), raw };
    });
  const [, inHeader] = /charset\s*=\s*"?([\w-]+)/i.exec(contentType) ?? [];
  const inForm = pairs.find(({ name }) => name === '_charset_')?.raw;
  const decoder = decoderOf(inHeader ?? inForm);
  const values = new Map<string, string[]>();
  const undecoded: { name: string; raw: string }[] = [];
  for (const { name, raw } of pairs) {
    const text = decoded(decoder, percentDecoded(raw));
    if (text === undefined) undecoded.push({ name, raw });
    else if (text.trim() !== '') values.set(name, [...(values.get(name) ?? []), text]);
  }
  return {
    said: (path) => (path === 'touch' ? tracking(values) : answersIn(values, path)),
    undecoded,
  };
}

function answersIn(values: ReadonlyMap<string, readonly string[]>, name: string): unknown {
  const all = [...new Set(values.get(name))];
  return all.length > 1 && !BOX.test(name) ? all : all.at(-1);
}

/** `touch.landingPage` and `touch.utm.source` as the object that a script would have sent. */
function tracking(values: ReadonlyMap<string, readonly string[]>): unknown {
  const touch: Record<string, unknown> = {};
  for (const [name, all] of values) {
    if (!TRACKING.test(name)) continue;
    const [, first = '', second] = name.split('.');
    touch[first] = second === undefined ? all : { ...Object(touch[first]), [second]: all };
  }
  return Object.keys(touch).length > 0 ? touch : undefined;
}

function percentDecoded(raw: string): Buffer {
  const bytes = raw
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** A page may name letters that nobody knows: then it is read as UTF-8, and what is none stays as it came. */
function decoderOf(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}

function decoded(decoder: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const NOT_UTF_8 = 'the body is not UTF-8; encode it so and send it again';

/** JSON is UTF-8. Where API Gateway made text of the body, what was none is a sign that says so. Throws MALFORMED. */
export function utf8Text(bytes: Buffer, isText: boolean): string {
  const text = decoded(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }), bytes);
  if (text === undefined || (isText && text.includes('\uFFFD')))
    throw new LeadError(NOT_UTF_8, { code: 'MALFORMED' });
  return text;
}
