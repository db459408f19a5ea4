// The table's one adapter: every write is conditional, every list is asked for by its keys, and rows are parsed as they are read.

import { monthOf } from '../../leads/calendar/local-dates.ts';
import { LostRace } from '../../leads/errors.ts';
import { LeadId, leadOf, OfferId, OpportunityId, RepId } from '../../leads/ids.ts';
import { monthBefore } from '../../leads/routing/roster.ts';
import type { Named, Page, Store, StoredEvent } from '../../ports.ts';
import { knownRules } from './desk.ts';
import { asked, everythingOf, type Item, keyAt, type List } from './keys.ts';
import { knownStaff } from './known-staff.ts';
import { together } from './one-call.ts';
import { reader } from './reads.ts';
import { redactedEvent, redactedRow } from './redactions.ts';
import { itemOf, keyOf, offerKey, storedEvent, unrelayedEvent, waiting } from './rows.ts';
import { rulesChanges, slotsOf } from './staff-changes.ts';
import type { Table } from './table.ts';
import { placeOf, relayedNote, writesOf } from './writes.ts';

function eventsOf({ items, ...page }: Page<Item>): Page<StoredEvent> {
  return { ...page, items: items.map(storedEvent) };
}

/** A rep's own, by status or of one status; then by the instant in `field`. */
function ofRep(repId: string, status: string | undefined, field: string): List {
  const own = { index: 'listed', of: { repId } } as const;
  return status === undefined ? { ...own, by: 'status' } : { ...own, by: field, given: { status } };
}

/** Of a month, or of a year with its months in order. */
function spentIn(period: string): List {
  const inYear = { index: 'listed', of: { spent: period.slice(0, 4) } } as const;
  return period.length === 4
    ? { ...inYear, by: 'month' }
    : { ...inYear, by: 'id', given: { month: period } };
}

/** The place of an opportunity among those of its lead. */
function opportunityKey(id: OpportunityId) {
  return { leadId: leadOf(id), seq: Number(id.slice(id.lastIndexOf('p') + 1)) };
}

/** The rows of these ids, and the lead that an offer or opportunity is of. What is no id names none. */
function keysNamed(named: Named): readonly Item[] {
  const offerId = OfferId.safeParse(named.offerId).data;
  const opportunityId = OpportunityId.safeParse(named.opportunityId).data;
  const owner = offerId ?? opportunityId;
  const leadId = LeadId.safeParse(named.leadId).data ?? (owner && leadOf(owner));
  const [told, answers] = [named.told, named.answers].map((sub) => RepId.safeParse(sub).data);
  return [
    ...(leadId ? [rulesChanges, keyOf('lead', { leadId })] : []),
    ...(named.accountId ? [keyOf('account', { accountId: named.accountId })] : []),
    ...(offerId ? [keyOf('offer', offerKey(offerId))] : []),
    ...(opportunityId ? [keyOf('opportunity', opportunityKey(opportunityId))] : []),
    ...(told ? [keyOf('rep', { repId: told }), keyOf('sdr', { sdrId: told })] : []),
    ...(answers ? [keyOf('rep', { repId: answers }), keyOf('record', { repId: answers })] : []),
  ];
}

/** The store over one table. */
export function tableStore(asStored: Table): Store {
  const table = together(asStored);
  const { page } = table;
  const { get, getMany, all, rowsOf, pageOf } = reader(table);

  const rules = knownRules(table);
  const staff = knownStaff(table);
  const story = (scope: string, from?: number) => asked('event', { of: { scope }, by: 'at', from });

  return {
    async commit(commit) {
      try {
        await table.transact(writesOf(commit));
      } catch (error) {
        if (error instanceof LostRace) staff.doubt(slotsOf(commit));
        throw error;
      }
    },

    readAhead: (named) => table.ahead(keysNamed(named)),
    lead: (leadId) => get('lead', { leadId }),
    offer: (offerId) => get('offer', offerKey(offerId)),
    opportunity: (id) => get('opportunity', opportunityKey(id)),
    credit: (creditId) => get('credit', { creditId }),
    pair: (repId, sdrId) => get('pair', { id: `${repId}|${sdrId}` }),
    person: (personId) => get('person', { personId }),
    account: (accountId) => get('account', { accountId }),
    submission: (submissionId) => get('submission', { submissionId }),
    setAside: (paging) =>
      pageOf(
        'submission',
        { index: 'listed', of: { setAside: 'unreachable' }, by: 'receivedAt', backwards: true },
        paging,
      ),
    leads: (ids) => getMany('lead', ids),
    people: (ids) => getMany('person', ids),
    accounts: (ids) => getMany('account', ids),
    contactKeys: (hashes) => getMany('contactKey', hashes),
    locks: (ids) => getMany('lock', ids),
    receipt: (id) => get('receipt', { id }),
    record: (repId) => get('record', { repId }),
    rep: (repId) => get('rep', { repId }),
    sdr: (sdrId) => get('sdr', { sdrId }),
    pool: (department) => get('pool', { department }),
    content: (contentId) => get('content', { contentId }),
    rates: () => rowsOf('rates', { of: { desk: 'rates' }, by: 'currency' }),
    spendIn: (period, paging) => pageOf('spend', spentIn(period), paging),
    spends: (ids) => getMany('spend', ids),
    import: (importId) => get('import', { importId }),
    importChunk: (id) => get('importChunk', { id }),
    heard: (touchId) => get('heard', { touchId }),
    visitor: (id) => get('visitor', { id }),
    policy: async () => (await rules()).policy,
    rules,
    async desk() {
      const [ruling, people] = await Promise.all([rules(), staff.staff()]);
      return { ...ruling, ...people };
    },
    async deskAt(at) {
      const ruling = rules();
      const months = ruling.then(({ policy }) => {
        const month = monthOf(policy.document.tenant.zone, at);
        return [month, monthBefore(month)];
      });
      const [byRules, people] = await Promise.all([ruling, staff.withRosters(months)]);
      return { ...byRules, ...people };
    },
    roster: (month) => get('roster', { month }),
    rosters: staff.rosters,

    offersOf: (leadId) => rowsOf('offer', { of: { leadId }, by: 'cycle' }),
    opportunitiesOf: (leadId) => rowsOf('opportunity', { of: { leadId }, by: 'seq' }),
    creditsOf: (leadId) => rowsOf('credit', { of: { leadId }, by: 'cycle' }),
    touchesOf: (leadId) => rowsOf('touch', { of: { leadId }, by: 'id' }),
    activitiesOf: (leadId) => rowsOf('activity', { of: { leadId }, by: 'id' }),
    qualificationsOf: (leadId) => rowsOf('qualification', { of: { leadId }, by: 'id' }),
    tokensOf: (leadId) => rowsOf('token', { of: { leadId }, by: 'id' }),
    mergeLogsOf: (leadId) => rowsOf('mergeLog', { of: { leadId }, by: 'id' }),
    disputesOf: (leadId) => rowsOf('dispute', { of: { leadId }, by: 'id' }),
    opportunitiesOfRep: (repId, status, paging) =>
      pageOf('opportunity', ofRep(repId, status, 'expectedCloseOn'), paging),
    openDisputes: (paging) =>
      pageOf('dispute', { index: 'listed', of: { disputes: 'open' }, by: 'openedAt' }, paging),
    offersOfRep: (repId, status, paging) =>
      pageOf('offer', ofRep(repId, status, 'acceptDueAt'), paging),
    leadsIn: (state, paging, keep) =>
      pageOf('lead', { index: 'listed', of: { state }, by: 'queueOrder' }, paging, keep),
    leadsOfAccount: (accountId) => rowsOf('lead', { index: 'account', of: { accountId } }),
    async accountNames(block, limit) {
      // They only suggest.
      const list = { of: { block }, by: 'accountId', mayLag: true } as const;
      return (await pageOf('accountName', list, { limit })).items;
    },
    personName: (nameKey, personId) => get('personName', { nameKey, personId }),
    async personNames(nameKey, limit) {
      const list = { of: { nameKey }, by: 'personId' } as const;
      return (await pageOf('personName', list, { limit })).items;
    },
    eventsOf: async (scope, { from, ...paging }) =>
      eventsOf(await page(story(scope, from), paging)),
    async due(kind, shard, paging) {
      const waits = { index: 'due', of: { sweepShard: String(shard) }, by: 'nextInstant' } as const;
      const found = await page(asked(kind, waits), paging);
      return { ...found, items: found.items.map((item) => waiting(kind, item)) };
    },
    async unrelayed(shard, paging) {
      const list: List =
        shard === 'parked'
          ? { index: 'unrelayed', of: { unrelayed: shard } }
          : { index: 'unrelayed', of: { unrelayed: `s${shard}` }, by: 'occurredAt' };
      const found = await page(asked('event', list), paging);
      return { ...found, items: found.items.map(unrelayedEvent) };
    },
    async leftOf(events) {
      const items = await table.getAll(events.map((event) => keyAt('event', placeOf(event))));
      const left = items.filter((item) => item.unrelayed !== undefined).map(unrelayedEvent);
      const byId = new Map(left.map((event) => [event.id, event]));
      return events.flatMap(({ id }) => byId.get(id) ?? []);
    },

    saveToken: (token) => table.put(itemOf('token', token, 1)),
    noteRelayed: (event, left) => table.update(relayedNote(event, left)),
    async takeOver(event, left) {
      const taking = table.update({ ...relayedNote(event, left), given: { is: 'untouched' } });
      await taking.catch((error: unknown) => {
        if (!(error instanceof LostRace)) throw error;
      });
    },
    async redactLead(leadId, redact) {
      const answers = asked('receipt', { index: 'listed', of: { leadId } });
      const rows = [...(await all(everythingOf(leadId))), ...(await all(answers))];
      const updates = [
        ...rows.map((item) => redactedRow(item, redact)),
        ...(await all(story(leadId))).map((item) => redactedEvent(item, redact)),
      ];
      for (const update of updates) if (update) await table.update(update);
    },
  };
}
