// Tables outlive releases: a key, an item or a condition that changes by a letter loses rows that are stored. So every call
// that the store makes is held to the letter, with those of each kind, each index and each list.

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { dynamoTable } from '../../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import type { Change, Kind, Store, StoredEvent } from '../../../functions/ports.ts';
import { inTurn } from '../../../infra/local/in-turn.ts';

const at = '2026-03-02T01:00:00.000Z';
const later = '2026-03-04T01:00:00.000Z';
const leadId = 'lead_01JN0000000000000000000001';
const offerId = `${leadId}-c2-o13`;
const lead = {
  leadId,
  version: 4,
  state: 'MQL',
  grade: 'HOT',
  score: { fit: 60, engagement: 12 },
  enteredAt: at,
};
const offer = {
  offerId,
  leadId,
  version: 1,
  cycle: 2,
  seq: 13,
  repId: 'rep-1',
  status: 'PENDING',
  acceptDueAt: later,
};
const opportunity = {
  leadId,
  version: 1,
  seq: 7,
  ownerRepId: 'rep-1',
  status: 'OPEN',
  expectedCloseOn: '2026-05-01',
};
const receipt = { id: 'caller route key', storedAt: at, replaces: '2026-03-01T01:00:00.000Z' };
const waits = { nextInstant: later };

/** What the adapter reads of a row of each kind: with the fields that may be absent, and without. */
const rows: { readonly [K in Kind]: readonly object[] } = {
  lead: [
    { ...lead, ...waits, accountId: 'acct_1' },
    { ...lead, state: 'NEW', grade: undefined, onTop: true, score: { fit: 0, engagement: 0 } },
  ],
  offer: [{ ...offer, ...waits }, offer],
  opportunity: [{ ...opportunity, ...waits }, opportunity],
  credit: [
    { creditId: offerId, leadId, version: 1, ...waits },
    { creditId: offerId, leadId, version: 1 },
  ],
  pair: [{ id: 'rep-1|sdr-1', version: 1 }],
  touch: [{ leadId, touchId: 'touch_1' }],
  activity: [{ leadId, activityId: 'act_1' }],
  qualification: [{ leadId, id: 'q1' }],
  token: [{ leadId, id: `${leadId}-c2`, version: 1 }],
  person: [{ personId: 'per_1', version: 1 }],
  account: [{ accountId: 'acct_1', version: 1 }],
  submission: [
    { submissionId: 'sub_1', version: 1, verdict: 'accepted', leadId },
    { submissionId: 'sub_2', version: 1, verdict: 'quarantined', receivedAt: at, forgetAt: later },
  ],
  contactKey: [{ id: 'email:5f', version: 1 }],
  lock: [{ id: 'per_1|crm#sk_1 的', version: 1 }],
  mergeLog: [{ leadId, id: 'm1' }],
  dispute: [{ leadId, disputeId: 'd1' }],
  accountName: [{ block: 'acme', accountId: 'acct_1', version: 1 }],
  personName: [{ nameKey: '5f', personId: 'per_1', version: 1 }],
  receipt: [{ ...receipt, keptUntil: '2026-04-01T01:00:00.000Z', leadId }, receipt],
  record: [{ repId: 'rep-1', version: 1 }],
  rep: [{ repId: 'rep-1', version: 1 }],
  sdr: [{ sdrId: 'sdr-1', version: 1 }],
  department: [{ departmentId: 'north', version: 1 }],
  pool: [{ department: 'north', version: 1 }],
  roster: [{ month: '2026-03', version: 1 }],
  policy: [{ version: 3 }],
  content: [{ contentId: 'paper', version: 1 }],
  spend: [{ spendId: 'spend_1', month: '2026-03', version: 1 }],
  rates: [{ currency: 'EUR', version: 1 }],
  visitor: [{ id: '9c', version: 1, forgetAt: later }],
  heard: [{ touchId: 'eng_1', version: 1, forgetAt: later }],
  import: [{ importId: 'imp_1', version: 1 }],
  importChunk: [{ id: 'imp_1-0', version: 1, forgetAt: later }],
  calendar: [{ id: 'CN', version: 1 }],
};

const occurred = { occurredAt: at, by: { kind: 'system', sub: 'leadloop' }, data: {} } as const;
const event = {
  ...occurred,
  id: `${leadId}-e5`,
  scope: leadId,
  at: 5,
  index: 0,
  type: 'LeadScored',
};

/** Items of an erased lead, as `redactLead` finds them. */
const personal = [
  { pk: 'of a row', sk: 's', version: 4, row: '{"version":4,"data":"Li Lei","messages":[]}' },
  { pk: 'of a token', sk: 's', version: 1, row: '{"data":"Li Lei"}', __edb_e__: 'token' },
];

const page = { limit: 50 };
const lists: readonly ((store: Store) => Promise<unknown>)[] = [
  (store) => store.lead(leadId as never),
  (store) => store.offer(offerId as never),
  (store) => store.offersOf(leadId as never),
  (store) => store.opportunity(`${leadId}-p7` as never),
  (store) => store.opportunitiesOf(leadId as never),
  (store) => store.opportunitiesOfRep('rep-1', undefined, page),
  (store) => store.opportunitiesOfRep('rep-1', 'OPEN', page),
  (store) => store.credit(offerId as never),
  (store) => store.creditsOf(leadId as never),
  (store) => store.pair('rep-1', 'sdr-1'),
  (store) => store.touchesOf(leadId as never),
  (store) => store.activitiesOf(leadId as never),
  (store) => store.qualificationsOf(leadId as never),
  (store) => store.tokensOf(leadId as never),
  (store) => store.mergeLogsOf(leadId as never),
  (store) => store.disputesOf(leadId as never),
  (store) => store.accountNames('acme', 20),
  (store) => store.eventsOf(leadId, page),
  (store) => store.person('per_1'),
  (store) => store.account('acct_1'),
  (store) => store.submission('sub_1'),
  (store) => store.setAside(page),
  (store) => store.openDisputes(page),
  (store) => store.contactKeys(['email:5f', 'phone:6a', 'email:5f']),
  (store) => store.locks(['per_1|crm#sk_1 的']),
  (store) => store.receipt('caller route key'),
  (store) => store.record('rep-1'),
  (store) => store.rep('rep-1'),
  (store) => store.sdr('sdr-1'),
  (store) => store.content('paper'),
  (store) => store.rates(),
  (store) => store.spends(['spend_1']),
  (store) => store.spendIn('2026-03', page),
  (store) => store.spendIn('2026', page),
  (store) => store.visitor('9c'),
  (store) => store.heard('eng_1'),
  (store) => store.import('imp_1'),
  (store) => store.importChunk('imp_1-0'),
  (store) => store.policy(),
  (store) => store.rules(),
  (store) => store.desk(),
  (store) => store.leadsIn('MQL', page),
  (store) => store.leadsOfAccount('acct_1'),
  (store) => store.offersOfRep('rep-1', undefined, page),
  (store) => store.offersOfRep('rep-1', 'PENDING', page),
  (store) => store.due('lead', 0, page),
  (store) => store.due('offer', 1, page),
  (store) => store.due('opportunity', 2, page),
  (store) => store.due('credit', 3, page),
  (store) => store.unrelayed(2, page),
  (store) => store.unrelayed('parked', page),
  (store) => store.leftOf([event as never, { ...event, at: 12, index: 10 } as never]),
  (store) => store.saveToken(rows.token[0] as never),
  (store) => store.noteRelayed(event as never, undefined),
  (store) => store.noteRelayed(event as never, { start: { tries: 1, next: at as never } }),
  (store) => store.noteRelayed(event as never, { start: { tries: 350 } }),
  (store) => store.takeOver(event as never, { start: { tries: 0, next: at as never } }),
  (store) => store.redactLead(leadId as never, () => ({ version: 4 })),
];

it('makes the keys, items, conditions and queries with which the tables of every release are written', async () => {
  const calls: string[] = [];
  const client = {
    async send(command: { readonly input: object }) {
      const name = command.constructor.name;
      calls.push(`${name} ${JSON.stringify(command.input, inOrder)}`);
      return recorded.isRedacting && name === 'QueryCommand' ? { Items: personal } : {};
    },
  };
  const recorded = { isRedacting: false };
  // Codec: of the client the store uses `send` alone.
  const store = tableStore(
    dynamoTable({
      client: client as unknown as DynamoDBDocumentClient,
      table: 'Leads',
      pauses: inTurn(),
    }),
  );

  for (const [kind, [row = {}, bare]] of Object.entries(rows)) {
    const commit = (change: object) => store.commit({ changes: [{ kind, ...change } as Change] });
    await commit({ after: row });
    await commit({ before: row, after: row });
    await commit({ before: row });
    if (bare) await commit({ after: bare });
  }
  const change = { kind: 'lead', before: rows.lead[1], after: rows.lead[0] } as Change;
  const other = { kind: 'rep', after: rows.rep[0] } as Change;
  const { id: _, at: _at, index: _index, ...news } = event as StoredEvent & typeof event;
  await store.commit({
    changes: [change],
    scope: leadId,
    events: [news, { ...news, type: 'LeadGraded' }] as never,
    alsoTold: [{ scope: 'rep-1', change: other, events: [news] as never }],
    receipt: rows.receipt[1] as never,
  });
  for (const list of lists) {
    recorded.isRedacting = list === lists.at(-1);
    await list(store);
  }

  await expect(`${calls.join('\n')}\n`).toMatchFileSnapshot('keys.golden.txt');
});

/** Attributes have no order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
