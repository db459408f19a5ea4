// What waits, as a digest reads it: lists of leads in a state, open disputes, and each rep's own. One reading serves everybody who gets his
// digest in the same run, and nothing is read that nobody needs; what is at rest or closed is never looked at.

import type { Accepted } from '../../leads/digest/digest.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Dispute } from '../../leads/offer/dispute.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { State } from '../../leads/states.ts';
import type { Page, Paging, Store } from '../../ports.ts';
import { everyItem } from '../every-item.ts';
import { once } from '../once.ts';

const PAGE = 500;
/** Of the queue, which may be long, so many are looked at. */
const OF_QUEUE = 200;

export interface WhatWaits {
  readonly pendingOf: (repId: string) => Promise<readonly Offer[]>;
  readonly opportunitiesOf: (repId: string) => Promise<readonly Opportunity[]>;
  readonly acceptedOf: (repId: string) => Promise<readonly Accepted[]>;
  readonly workedBy: (sdrId: string) => Promise<readonly Lead[]>;
  readonly queue: () => Promise<readonly Lead[]>;
  readonly choices: () => Promise<readonly Lead[]>;
  readonly disputes: () => Promise<readonly Dispute[]>;
}

export function whatWaits(store: Store): WhatWaits {
  const everyLeadIn = (state: State) => all((paging) => store.leadsIn(state, paging));
  const accepted = once(async () => {
    const leads = [...(await everyLeadIn('SAL')), ...(await everyLeadIn('SQL'))];
    const own = leads.filter((lead) => lead.state === 'SAL' || lead.state === 'SQL');
    return Map.groupBy(own, ({ ownerRepId }) => String(ownerRepId));
  });
  const worked = once(async () =>
    Map.groupBy(await everyLeadIn('SDR_WORKING'), ({ sdrId }) => String(sdrId)),
  );
  const choices = once(async () => {
    const leads = [...(await everyLeadIn('READY')), ...(await everyLeadIn('UNROUTED'))];
    return leads.filter(({ awaits }) => awaits === 'director');
  });
  const queue = once(async () => (await store.leadsIn('MQL', { limit: OF_QUEUE })).items);
  const disputes = once(async () => {
    const open = await all((paging) => store.openDisputes(paging));
    const leads = await store.leads(open.map(({ leadId }) => leadId));
    // Of one that was erased nobody can be called back.
    return open.filter(({ leadId }) => leads.get(leadId)?.state !== 'ERASED');
  });
  return {
    pendingOf: once((repId) => all((paging) => store.offersOfRep(repId, 'PENDING', paging))),
    opportunitiesOf: once((repId) =>
      all((paging) => store.opportunitiesOfRep(repId, 'OPEN', paging)),
    ),
    acceptedOf: async (repId) => (await accepted('')).get(repId) ?? [],
    workedBy: async (sdrId) => (await worked('')).get(sdrId) ?? [],
    queue: () => queue(''),
    choices: () => choices(''),
    disputes: () => disputes(''),
  };
}

function all<Item>(list: (paging: Paging) => Promise<Page<Item>>): Promise<readonly Item[]> {
  return Array.fromAsync(everyItem((cursor) => list({ limit: PAGE, cursor })));
}
