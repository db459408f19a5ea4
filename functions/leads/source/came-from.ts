// What a form or a page sends of how somebody came (A1-9; api.md, `touch`). Tracking never costs a lead (4.8): it is refused for
// nothing. What cannot be read is dropped, what is too long is cut.

import * as z from 'zod';
import { body, cutText } from '../fields.ts';
import { present } from '../present.ts';

/** The five parameters that every campaign URL carries (A1-9), in the spelling that is kept. */
export const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** Click ids worth taking from an address, and kept first where a page sends more than we keep. */
export const CLICK_IDS = [
  'gclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'bd_vid',
  'qhclickid',
  'fbclid',
] as const;

const MOST_CLICK_IDS = 10;
/** Advert platforms add their own: names are bounded, not listed. */
const CLICK_ID = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const page = {
  utm: body({
    source: cutText(200).exactOptional(),
    medium: cutText(200).exactOptional(),
    campaign: cutText(200).exactOptional(),
    term: cutText(200).exactOptional(),
    content: cutText(200).exactOptional(),
  }).exactOptional(),
  clickIds: z.record(z.string().regex(CLICK_ID), cutText(300)).exactOptional(),
  referrer: cutText(2000).exactOptional(),
  landingPage: cutText(2000).exactOptional(),
};

/** How somebody came to a page, such as one that an engagement tells of. */
export const CameToPage = z.preprocess((sent) => readable(sent, []), body(page));

/** How somebody came: kept with every touch. */
export const CameFrom = z.preprocess(
  (sent) => readable(sent, ['contentId', 'visitorId']),
  body({
    ...page,
    contentId: cutText(200).exactOptional(),
    /** The site's own random id of a browser: what it did before is joined to the person (A1-10). */
    visitorId: cutText(100).exactOptional(),
  }),
);
export type CameFrom = z.infer<typeof CameFrom>;

function readable(sent: unknown, more: readonly string[]): Record<string, unknown> {
  const given = entriesOf(sent);
  const texts = ['referrer', 'landingPage', ...more].flatMap((name) => {
    const text = textOf(given.get(name));
    return text === undefined ? [] : [[name, text] as const];
  });
  const utm = utmOf(entriesOf(given.get('utm')));
  const clickIds = clickIdsOf(entriesOf(given.get('clickIds')));
  return {
    ...Object.fromEntries(texts),
    ...present({ utm: orNone(utm), clickIds: orNone(clickIds) }),
  };
}

/** Pages write them in any case, with and without `utm_`. */
export function utmOf(given: ReadonlyMap<string, unknown>): Record<string, string> {
  const spelt = new Map(
    [...given].map(([name, value]) => [name.toLowerCase().replace(/^utm_/, ''), textOf(value)]),
  );
  return Object.fromEntries(
    UTM.flatMap((name) => {
      const text = spelt.get(name);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function clickIdsOf(given: ReadonlyMap<string, unknown>): Record<string, string> {
  const known = (name: string) => (CLICK_IDS as readonly string[]).includes(name);
  const ids = [...given].flatMap(([name, value]) => {
    const text = CLICK_ID.test(name) && !(name in Object.prototype) ? textOf(value) : undefined;
    return text === undefined ? [] : [[name, text] as const];
  });
  const kept = ids.toSorted(([a], [b]) => Number(known(b)) - Number(known(a)));
  return Object.fromEntries(kept.slice(0, MOST_CLICK_IDS));
}

/** An empty list of parameters is none. */
export function orNone<Value>(
  parameters: Readonly<Record<string, Value>>,
): Record<string, Value> | undefined {
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** The text of a value that may be a list of them (`?utm_source=a&utm_source=b`) or a number; undefined when it says nothing. */
function textOf(value: unknown): string | undefined {
  const [first] = (Array.isArray(value) ? value : [value]).filter(
    (one) => typeof one === 'number' || (typeof one === 'string' && one.trim() !== ''),
  );
  return first === undefined ? undefined : String(first);
}
