// How advertising platforms say that a call is theirs, and which of their leads are none (api.md, POST /v1/inbound/{source}; 4.8, test leads).

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Google sends the key of the form in its body. */
const GooglesCall = z.looseObject({ google_key: z.string() });

/** Whether the call brings one of these keys. It takes the same time whatever is wrong. */
export function isGoogles(body: unknown, keys: readonly string[]): boolean {
  const { data } = GooglesCall.safeParse(body);
  return keys.filter((key) => isSame(data?.google_key ?? '', key)).length > 0;
}

/** Whether the header `X-Hub-Signature-256` (`sha256=<hex>`) is of this body and one of these secrets of the app. */
export function isMetas(
  { header, body }: { readonly header: string | undefined; readonly body: string },
  secrets: readonly string[],
): boolean {
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/i.exec(header?.trim() ?? '') ?? [];
  const signed = secrets.filter((secret) =>
    isSame(hex.toLowerCase(), createHmac('sha256', secret).update(body).digest('hex')),
  );
  return signed.length > 0;
}

const Challenge = z.looseObject({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string(),
  // Sent back into a browser, should one ask: nothing that a page could be made of.
  'hub.challenge': z.string().regex(/^[\w-]{1,200}$/),
});

/** What Meta wants to hear before it sends anything; undefined when the token is none of these. */
export function metaChallenge(query: unknown, tokens: readonly string[]): string | undefined {
  const { data } = Challenge.safeParse(query);
  const known = tokens.filter((token) => isSame(data?.['hub.verify_token'] ?? '', token));
  return known.length > 0 ? data?.['hub.challenge'] : undefined;
}

const Id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[\w.~-]{1,300}$/));
const MetasCall = z.looseObject({
  entry: z.array(z.looseObject({ changes: z.array(z.unknown()).catch([]) })).catch([]),
});
const Change = z.looseObject({
  field: z.literal('leadgen'),
  value: z.looseObject({ leadgen_id: Id }),
});

/** The leads that a call of Meta names, each once; what else a page is told of is none of ours. */
export function metaLeads(body: unknown): readonly string[] {
  const { data } = MetasCall.safeParse(body);
  const changes = data?.entry.flatMap(({ changes }) => changes) ?? [];
  const ids = changes.flatMap((change) => {
    const one = Change.safeParse(change);
    return one.success ? [one.data.value.leadgen_id] : [];
  });
  return [...new Set(ids)];
}

/** The platform's own id of a lead: it sends a lead again until it hears that it came. */
export function leadIdIn(body: unknown): string | undefined {
  const { lead_id, leadgen_id } = Object(body);
  return Id.safeParse(lead_id ?? leadgen_id).data;
}

/** What a platform sends to try its connection: Google says so, Meta fills in words of its own, or an id of fours. */
export function isTestLead(body: unknown): boolean {
  const isGooglesTest = /^true$/i.test(String(Object(body).is_test));
  return isGooglesTest || isMetasTestId(leadIdIn(body)) || saysDummy(body);
}

function isMetasTestId(id: string | undefined): boolean {
  return id !== undefined && /^4{6,}$/.test(id);
}

const Answers = z.looseObject({
  field_data: z.array(z.looseObject({ values: z.array(z.unknown()) })),
});

function saysDummy(body: unknown): boolean {
  const { data } = Answers.safeParse(body);
  const said = data?.field_data.flatMap(({ values }) => values) ?? [];
  return said.some(
    (value) => typeof value === 'string' && value.startsWith('<test lead: dummy data'),
  );
}

/** Compares digests, which are of one length. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
