// Keys and items of LeadTable, each in one place (style.md 10). An item is its keys and one attribute `row`: the
// document as its zod schema gives it. No key holds an e-mail address or a phone in clear: identity.ts hashes them.

import { Entity } from './entity.ts';

/** Table and index names are the construct's; entities get the table with each call. */
export const indexes = {
  due: 'due',
  unrelayed: 'unrelayed',
  listed: 'listed',
  account: 'account',
} as const;

const text = { type: 'string', required: true } as const;
const optionalText = { type: 'string' } as const;
const whole = { type: 'number', required: true } as const;
/** The document as JSON text: read in the console as it is, and one value for everything that handles the item. */
const row = { type: 'string', required: true } as const;
const padded = { type: 'number', required: true, padding: { length: 8, char: '0' } } as const;

function key<Field extends string, Composite extends string>(
  field: Field,
  ...composite: Composite[]
) {
  return { field, composite, casing: 'none' as const };
}

function model<Kind extends string>(entity: Kind) {
  return { service: 'leadloop', entity, version: '1' } as const;
}

/** Every row that waits: `sweepShard` and `nextInstant` are there only while something is due (4.1, principle 7). */
const due = {
  index: indexes.due,
  condition: (item: { sweepShard?: string }) => item.sweepShard !== undefined,
  pk: key('duePk', 'sweepShard'),
  sk: key('dueSk', 'nextInstant'),
};

export const LeadEntity = new Entity({
  model: model('lead'),
  attributes: {
    leadId: text,
    version: whole,
    state: text,
    /** Grade rank, then score, then instant: the order of the desk's queue (A0-3). */
    queueOrder: text,
    accountId: optionalText,
    sweepShard: optionalText,
    nextInstant: optionalText,
    row,
  },
  indexes: {
    byId: { pk: key('pk', 'leadId'), sk: key('sk') },
    due,
    byState: {
      index: indexes.listed,
      pk: key('listPk', 'state'),
      sk: key('listSk', 'queueOrder', 'leadId'),
    },
    byAccount: {
      index: indexes.account,
      condition: (item: { accountId?: string }) => item.accountId !== undefined,
      pk: key('accountPk', 'accountId'),
      sk: key('accountSk'),
    },
  },
});

export const OfferEntity = new Entity({
  model: model('offer'),
  attributes: {
    leadId: text,
    cycle: padded,
    seq: padded,
    version: whole,
    repId: text,
    status: text,
    acceptDueAt: text,
    sweepShard: optionalText,
    nextInstant: optionalText,
    row,
  },
  indexes: {
    byId: { pk: key('pk', 'leadId'), sk: key('sk', 'cycle', 'seq') },
    due,
    byRep: {
      index: indexes.listed,
      pk: key('listPk', 'repId'),
      sk: key('listSk', 'status', 'acceptDueAt', 'leadId'),
    },
  },
});

export const OpportunityEntity = new Entity({
  model: model('opportunity'),
  attributes: {
    leadId: text,
    seq: padded,
    version: whole,
    repId: text,
    status: text,
    expectedCloseOn: text,
    sweepShard: optionalText,
    nextInstant: optionalText,
    row,
  },
  indexes: {
    byId: { pk: key('pk', 'leadId'), sk: key('sk', 'seq') },
    due,
    byRep: {
      index: indexes.listed,
      pk: key('listPk', 'repId'),
      sk: key('listSk', 'status', 'expectedCloseOn', 'leadId'),
    },
  },
});

/** By the acceptance that opened it: cycle and number of the offer. */
export const CreditEntity = new Entity({
  model: model('credit'),
  attributes: {
    leadId: text,
    cycle: padded,
    seq: padded,
    version: whole,
    sweepShard: optionalText,
    nextInstant: optionalText,
    row,
  },
  indexes: { byId: { pk: key('pk', 'leadId'), sk: key('sk', 'cycle', 'seq') }, due },
});

/** What belongs to a lead besides its row and offers, under the same partition, in the order it came. */
function ofLead<Kind extends string>(kind: Kind) {
  return new Entity({
    model: model(kind),
    attributes: { leadId: text, id: text, version: whole, row },
    indexes: { byId: { pk: key('pk', 'leadId'), sk: key('sk', 'id') } },
  });
}
export const TouchEntity = ofLead('touch');
export const ActivityEntity = ofLead('activity');
export const QualificationEntity = ofLead('qualification');
export const TokenEntity = ofLead('token');
export const MergeLogEntity = ofLead('mergeLog');
export const DisputeEntity = ofLead('dispute');

/** `scope` is the row whose transaction wrote the event (lead, rep, roster …), `at` that row's version. */
export const EventEntity = new Entity({
  model: model('event'),
  attributes: {
    scope: text,
    at: padded,
    index: { type: 'number', required: true, padding: { length: 2, char: '0' } },
    unrelayed: optionalText,
    occurredAt: text,
    row,
  },
  indexes: {
    byScope: { pk: key('pk', 'scope'), sk: key('sk', 'at', 'index') },
    unrelayed: {
      index: indexes.unrelayed,
      condition: (item: { unrelayed?: string }) => item.unrelayed !== undefined,
      pk: key('unrelayedPk', 'unrelayed'),
      sk: key('unrelayedSk', 'occurredAt'),
    },
  },
});

/** A document with a version, found by its id alone. */
function document<Kind extends string>(kind: Kind) {
  return new Entity({
    model: model(kind),
    attributes: {
      id: text,
      version: whole,
      row,
      storedAt: optionalText,
      expiresAt: { type: 'number' },
    },
    indexes: { byId: { pk: key('pk', 'id'), sk: key('sk') } },
  });
}
export const PersonEntity = document('person');
export const AccountEntity = document('account');
export const SubmissionEntity = document('submission');
/** The hash of an e-mail address, phone or company domain → whose it is. */
export const ContactKeyEntity = document('contactKey');
/** Holder and product line → the one open journey (invariant 1). */
export const LockEntity = document('lock');
/** A file of cards on its way in, and its rows that wait for their turn. */
export const ImportEntity = document('import');
export const ImportChunkEntity = document('importChunk');
/** Hash of a visitor id → what that browser did so far; `expiresAt` as above. */
export const VisitorEntity = document('visitor');
/** An answered request, by caller, route and key; `expiresAt` (epoch seconds) is the table's TTL. */
export const ReceiptEntity = new Entity({
  model: model('receipt'),
  attributes: {
    id: text,
    version: whole,
    row,
    storedAt: optionalText,
    expiresAt: { type: 'number' },
    /** Set when the answer repeats what was said of a person: then an erasure finds it. */
    leadId: optionalText,
  },
  indexes: {
    byId: { pk: key('pk', 'id'), sk: key('sk') },
    byLead: {
      index: indexes.listed,
      condition: (item: { leadId?: string }) => item.leadId !== undefined,
      pk: key('listPk', 'leadId'),
      sk: key('listSk'),
    },
  },
});
/** Companies by the keys under which names that look alike meet (company-names.ts). */
export const AccountNameEntity = new Entity({
  model: model('accountName'),
  attributes: { block: text, accountId: text, version: whole, row },
  indexes: { byId: { pk: key('pk', 'block'), sk: key('sk', 'accountId') } },
});
/** Credits of one rep's acceptances of one SDR's leads, counted (A3-6). */
export const PairEntity = document('pair');
/** The last settled offers of a rep, from which the streak is recomputed (4.7). */
export const RecordEntity = document('record');

/** The company's desk: policy, calendars, departments, reps, SDRs, pools and rosters, read by one query. */
export const DeskEntity = new Entity({
  model: model('desk'),
  attributes: { desk: text, kind: text, id: text, version: whole, row },
  indexes: { byKind: { pk: key('pk', 'desk'), sk: key('sk', 'kind', 'id') } },
});
