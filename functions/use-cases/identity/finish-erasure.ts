// What an erasure leaves to do once its transaction stands (4.13): other journeys, payloads, notes, recordings, the words in the stories. May stop half-way and run again.

import { tombstone } from '../../leads/identity/erase.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Person } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { recordingsIn, redact, withoutRecordings } from '../../leads/redact.ts';
import { Source } from '../../leads/source/source.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps, Store } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { withoutHolders } from '../commit/contact-keys.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { accountNow, leadsOf, peopleMergedInto } from '../follow-pointers.ts';
import { sendMessage } from '../send-message.ts';
import { eraseLead, forgetNames, isOf } from './erase-person.ts';
import { schemaOf } from './erased-rows.ts';

const BATCH = 90;

/**
 * 1. Find the person's journeys, open and closed, of every product line, and those of others that he is part of.
 * 2. End those that are open. 3. Tell ops which recordings lie elsewhere. 4. Take the words out of everything.
 */
export async function finishErasure(
  deps: Deps,
  command: Command,
  { personId, leadId, reason }: { personId: string; leadId: Lead['leadId']; reason: string },
): Promise<void> {
  const { store } = deps;
  const root = await store.person(personId);
  if (!root?.erasedAt) return;
  const people = [root, ...(await peopleMergedInto(store, root))];
  for (const { personId: id } of people.filter((one) => !one.erasedAt))
    await forgetPerson(deps, id, root.erasedAt);
  const ids = new Set(people.map((person) => person.personId));
  const { own, others } = await journeysOf(store, people, leadId);
  for (const lead of own)
    await retryLostRace(async () => {
      const now = await store.lead(lead.leadId);
      if (now && isOpen(now.state)) await eraseLead(deps, command, now, { personId, reason });
    });
  const recordings = await recordingsOf(store, own);
  await tellRecordings(deps, command, personId, recordings);
  const touches = new Set<string>();
  const partly = new Set(others.map((lead) => lead.leadId));
  for (const { leadId: id } of [...own, ...others, ...(await colleaguesOf(store, people, own))]) {
    const his = (await store.touchesOf(id)).filter((touch) => ids.has(touch.personId));
    for (const { touchId, submissionId } of his) {
      touches.add(touchId);
      if (submissionId) await emptySubmission(store, submissionId);
    }
    if (his.length > 0 && !own.some((lead) => lead.leadId === id)) partly.add(id);
  }
  // His own last: what has to go from the others' is read there, again after a crash.
  const his: His = { ids, touches, recordings: new Set(recordings) };
  for (const id of partly)
    await retryLostRace(() => store.redactLead(id, (row, of) => redactHis(row, of, his)));
  for (const { leadId: id } of own)
    await retryLostRace(() => store.redactLead(id, (row, of) => redact(row, schemaOf(of))));
  await forgetKeys(store, root, isOf(people));
}

/** One of those for whom the transaction had no room. */
async function forgetPerson(deps: Deps, personId: string, at: Instant): Promise<void> {
  const { store } = deps;
  await retryLostRace(async () => {
    const before = await store.person(personId);
    if (!before || before.erasedAt) return;
    await forgetNames(deps, [before]);
    await store.commit({ changes: [replace('person', before, tombstone(before, at, []))] });
  });
}

/** Journeys of his companies: what he did on the site counts for them, too (A4-4). */
async function colleaguesOf(
  store: Store,
  people: readonly Person[],
  own: readonly Lead[],
): Promise<readonly Lead[]> {
  const ids = people.flatMap(({ accountId, formerAccountIds }) => [accountId, ...formerAccountIds]);
  const accounts = await Promise.all(
    [...new Set(ids)].map((id) => (id === undefined ? undefined : accountNow(store, id))),
  );
  const lists = await Promise.all(accounts.map((one) => (one ? leadsOf(store, one) : [])));
  const known = new Set(own.map(({ leadId }) => leadId));
  return lists.flat().filter(({ leadId }) => !known.has(leadId));
}

/** His own, back through every earlier pass and merge; and those of others: whose buying group he is in, or which went on in his. */
async function journeysOf(
  store: Store,
  people: readonly Person[],
  from: Lead['leadId'],
): Promise<{ readonly own: readonly Lead[]; readonly others: readonly Lead[] }> {
  const ids = new Set(people.map(({ personId }) => personId));
  const seen = new Map<string, Lead>();
  const open = [
    from,
    ...people.flatMap(({ leads, joined }) => [...Object.values(leads), ...joined]),
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    const lead = await store.lead(next);
    if (!lead) continue;
    seen.set(next, lead);
    const { parentLeadId, mergedInto, mergedFrom } = lead;
    if (!ids.has(lead.personId)) continue;
    // Of a merge that was undone, too: the other's story still tells what it had taken over.
    const mergedWith = (await store.mergeLogsOf(next)).map(({ otherLeadId }) => otherLeadId);
    const near = [parentLeadId, mergedInto, ...mergedFrom, ...mergedWith];
    open.push(...near.filter((id) => id !== undefined));
  }
  const all = [...seen.values()];
  return {
    own: all.filter(({ personId }) => ids.has(personId)),
    others: all.filter(({ personId }) => !ids.has(personId)),
  };
}

async function recordingsOf(store: Store, own: readonly Lead[]): Promise<readonly string[]> {
  const rows = await Promise.all(
    own.flatMap(({ leadId }) => [
      store.lead(leadId),
      store.activitiesOf(leadId),
      store.qualificationsOf(leadId),
      store.offersOf(leadId),
      store.disputesOf(leadId),
    ]),
  );
  return recordingsIn(rows);
}

/** Before the addresses go: they lie where we cannot delete them. Sent, and not kept. */
async function tellRecordings(
  deps: Deps,
  { at }: Command,
  personId: string,
  recordings: readonly string[],
): Promise<void> {
  if (recordings.length === 0) return;
  await sendMessage(deps, {
    id: `${personId}-erasure-recordings`,
    to: 'group:ops',
    says: { name: 'recordingsToDelete', recordings: recordings.join('\n') },
    at,
  });
}

async function emptySubmission(store: Store, submissionId: string): Promise<void> {
  await retryLostRace(async () => {
    const before = await store.submission(submissionId);
    if (!before || before.payload === null) return;
    await store.commit({
      changes: [
        replace('submission', before, {
          ...before,
          payload: null,
          ...present({ settled: before.settled ? { ...before.settled, reason: '' } : undefined }),
        }),
      ],
    });
  });
}

interface His {
  readonly ids: ReadonlySet<string>;
  readonly touches: ReadonlySet<string>;
  readonly recordings: ReadonlySet<string>;
}

/** In somebody else's journey only what is his: his touches and recordings, a first source that came with him, the log of a merge with his journey. */
function redactHis(whole: unknown, of: string, { ids, touches, recordings }: His): unknown {
  const row = withoutRecordings(whole, recordings);
  if (typeof row !== 'object' || row === null) return row;
  if ('undoUntil' in row) return names(row, ids) ? redact(row, schemaOf(of)) : row;
  if ('touchId' in row && 'personId' in row && ids.has(String(row.personId)))
    return redact(row, schemaOf(of));
  const own = othersDifferences(row, ids);
  const sources = ['firstSource', 'originalSource'].flatMap((name) => {
    const source: unknown = Reflect.get(row, name);
    return touches.has(String(Object(source).touchId)) ? [[name, redact(source, Source)]] : [];
  });
  return { ...row, ...own, ...Object.fromEntries(sources) };
}

/** What he said of the company otherwise than staff know goes with him. */
function othersDifferences(row: object, ids: ReadonlySet<string>): object {
  const said: unknown = Reflect.get(row, 'differences');
  if (!Array.isArray(said)) return {};
  return { differences: said.filter((one) => !ids.has(String(Object(one).personId))) };
}

/** Whether a log is of a merge that he had a part in; that of others must go on to be good for undoing theirs. */
function names(log: object, ids: ReadonlySet<string>): boolean {
  const text = JSON.stringify(log);
  return [...ids].some((id) => text.includes(`"${id}"`));
}

/** The keys that the transaction had no room for. */
async function forgetKeys(
  store: Store,
  root: Person,
  goes: (holder: string) => boolean,
): Promise<void> {
  for (let person: Person | undefined = root; person && person.keys.length > 0; ) {
    const part = person.keys.slice(0, BATCH);
    const keys = [...(await store.contactKeys(part)).values()];
    await store.commit({
      changes: [
        replace('person', person, { ...person, keys: person.keys.slice(BATCH) }),
        ...keys.flatMap((before) => withoutHolders(before, goes)),
      ],
    });
    person = await store.person(person.personId);
  }
}
