// Leads by what somebody remembers of them (api.md, GET /v1/leads?q=): never by a scan, and never somebody who is erased.

import { blocksOf, likeness, plainName } from '../../leads/identity/company-names.ts';
import {
  companyDomain,
  hashedKeys,
  normaliseEmail,
  normalisePhone,
} from '../../leads/identity/identity.ts';
import { nameKeys } from '../../leads/identity/person-names.ts';
import { LeadId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Deps } from '../../ports.ts';
import { holdersOf } from '../commit/contact-keys.ts';
import { accountsNow, leadsOf, peopleNow } from '../follow-pointers.ts';

/** People who share a word, and companies under one key: so many are compared, and of so many the leads are read. */
const NAMESAKES = 1000;
const COMPARED = 200;
const MOST_PEOPLE = 200;
const MOST_COMPANIES = 20;

/** The leads of this id, of people with this address, phone or name, and of companies of this name or domain; the newest first. */
export async function findLeads(deps: Deps, q: string, rules: Rules): Promise<readonly Lead[]> {
  const { store, pepper } = deps;
  const isAddress = q.includes('@');
  const keys = hashedKeys(
    {
      email: normaliseEmail(q),
      phone: normalisePhone(q, rules.policy.intake.defaultCountry),
      domain: isAddress ? undefined : companyDomain(q),
    },
    pepper,
  );
  const owners = await store.contactKeys(keys.map(({ hash }) => hash));
  const [named, companies] = await Promise.all([
    isAddress ? [] : peopleNamed(deps, q),
    isAddress ? [] : companiesNamed(deps, q, rules),
  ]);
  const ids = [...[...owners.values()].flatMap(holdersOf), ...named, ...companies];
  const [people, accounts] = await Promise.all([peopleNow(store, ids), accountsNow(store, ids)]);
  const ofPeople = [...people.values()].flatMap(({ leads, joined }) => [
    ...Object.values(leads),
    ...joined,
  ]);
  const asId = LeadId.safeParse(q);
  const [own, ofAccounts] = await Promise.all([
    store.leads([...ofPeople, ...(asId.success ? [asId.data] : [])]),
    Promise.all([...accounts.values()].map((account) => leadsOf(store, account))),
  ]);
  const once = new Map([...own.values(), ...ofAccounts.flat()].map((lead) => [lead.leadId, lead]));
  return withoutErased(deps, [...once.values()]);
}

/** People whose names have all its words. */
async function peopleNamed({ store, pepper }: Deps, q: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    nameKeys(q, pepper).map((nameKey) => store.personNames(nameKey, NAMESAKES)),
  );
  const [first = [], ...others] = lists.map((rows) => rows.map(({ personId }) => personId));
  return first.filter((id) => others.every((ids) => ids.includes(id))).slice(0, MOST_PEOPLE);
}

/** Accounts whose names look like it, or have all its words. */
async function companiesNamed(
  { store }: Deps,
  q: string,
  { policy }: Rules,
): Promise<readonly string[]> {
  const lists = await Promise.all(blocksOf(q).map((block) => store.accountNames(block, COMPARED)));
  const words = plainName(q).split(' ');
  const found = lists.flat().filter(({ name }) => {
    const plain = plainName(name);
    return (
      words.every((word) => plain.includes(word)) ||
      likeness(q, name).score >= policy.identity.similarNamesFrom
    );
  });
  return [...new Set(found.map(({ accountId }) => accountId))].slice(0, MOST_COMPANIES);
}

async function withoutErased({ store }: Deps, leads: readonly Lead[]): Promise<readonly Lead[]> {
  const people = await peopleNow(
    store,
    leads.map(({ personId }) => personId),
  );
  return leads
    .filter(({ personId }) => people.get(personId)?.erasedAt === undefined)
    .toSorted((a, b) => b.openedAt.localeCompare(a.openedAt) || a.leadId.localeCompare(b.leadId));
}
