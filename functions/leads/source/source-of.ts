// Where somebody came from, by the policy's table: class, channel and means of one touch (A0-17, A1-9, A2-7).

import { present } from '../present.ts';
import { type CameFrom, CLICK_IDS, orNone, utmOf } from './came-from.ts';
import type { Source } from './source.ts';
import type { SourcePolicy } from './source-policy.ts';

type Kept = Pick<Source, 'class' | 'channel' | 'means' | 'origin' | 'key'> &
  Pick<Source, 'form' | 'utm' | 'clickIds' | 'referrer' | 'landingPage' | 'contentId'>;

/** What is kept with a touch of where it came from: what was sent, and what the policy makes of it now. `form` is the form or the engagement's kind. */
export function sourceOf(form: string, sent: CameFrom | undefined, policy: SourcePolicy): Kept {
  const came = withLandingPage(sent ?? {});
  const { utm, clickIds, referrer, landingPage, contentId } = came;
  const row = policy.rules.find(({ when }) => holds(when, { form, came }, policy));
  const { class: whose, channel, means, origin } = row ?? policy.otherwise;
  const key = keyOf(utm, policy);
  return {
    form,
    class: whose,
    ...present({ channel, means }),
    origin,
    ...present({
      key,
      utm: utm ? present(utm) : undefined,
      clickIds,
      referrer,
      landingPage,
      contentId,
    }),
  };
}

/** A form that sends only its address has told its UTM and click ids too (A1-9); what it says itself goes before. */
function withLandingPage(sent: CameFrom): CameFrom {
  const query = queryOf(sent.landingPage);
  const clicks = CLICK_IDS.flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value.slice(0, 300)] as const] : [];
  });
  const inPage = Object.entries(utmOf(query)).map(([name, value]) => [name, value.slice(0, 200)]);
  const utm = { ...Object.fromEntries(inPage), ...sent.utm };
  const clickIds = { ...Object.fromEntries(clicks), ...sent.clickIds };
  return { ...sent, ...present({ utm: orNone(utm), clickIds: orNone(clickIds) }) };
}

/** The parameters of an address by name in small letters, behind `?` and `#`; a page may have written `&amp;` between them. */
function queryOf(page = ''): ReadonlyMap<string, string> {
  const query = new URLSearchParams(/[?#](.*)$/s.exec(page)?.[1]?.replaceAll(/&amp;|[?#]/g, '&'));
  return new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
}

type When = SourcePolicy['rules'][number]['when'];

function holds(
  { source, medium, clickId, referrer, form }: When,
  touch: { readonly form: string; readonly came: CameFrom },
  { ownHosts }: SourcePolicy,
): boolean {
  const { utm, clickIds, referrer: page } = touch.came;
  const host = hostOf(page);
  const isOurs = host !== undefined && ownHosts.some((own) => isUnder(host, own));
  return (
    (source === undefined || says(source, utm?.source)) &&
    (medium === undefined || says(medium, utm?.medium)) &&
    (form === undefined || says(form, touch.form)) &&
    (clickId === undefined || Object.keys(clickIds ?? {}).some((name) => says(clickId, name))) &&
    (referrer === undefined ||
      (host !== undefined && !isOurs && referrer.some((named) => isHost(host, named))))
  );
}

function says(words: readonly string[], text: string | undefined): boolean {
  const said = text?.normalize('NFKC').trim().toLowerCase();
  if (!said) return false;
  return words.some((word) =>
    word.endsWith('*') ? said.startsWith(word.slice(0, -1)) : said === word,
  );
}

/** A click that came from an app has no host (`android-app://com.linkedin.android`): its name stands for one. */
function hostOf(referrer: string | undefined): string | undefined {
  const [, host] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#:@]+)/i.exec(referrer ?? '') ?? [];
  return host?.toLowerCase();
}

function isHost(host: string, named: string): boolean {
  if (named === '*') return true;
  if (!named.endsWith('.*')) return isUnder(host, named);
  const labels = host.split('.');
  const after = labels.slice(labels.lastIndexOf(named.slice(0, -2)) + 1);
  // google.co.uk is Google; google.acme.com is not.
  return after.length === 1 || (after.length === 2 && (after[0] ?? '').length <= 3);
}

function isUnder(host: string, domain: string): boolean {
  return `.${host}`.endsWith(`.${domain}`);
}

/** Undefined unless all but one of the parameters are there: two words tell no source from another. */
function keyOf(utm: CameFrom['utm'], { identifiedBy }: SourcePolicy): string | undefined {
  const said = identifiedBy.map((name) => utm?.[name]?.trim().toLowerCase() || '-');
  const known = said.filter((word) => word !== '-').length;
  return known >= 3 ? said.join(' / ') : undefined;
}
