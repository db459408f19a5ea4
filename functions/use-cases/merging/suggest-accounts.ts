// Which companies may be the same as this lead's? Names that look alike, for people to judge: nothing joins by itself (4.8).

import { blocksOf, likeness } from '../../leads/identity/company-names.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account } from '../../leads/person.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Suggestion, Suggestions } from '../answers/customer-answers.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, leadsOf } from '../follow-pointers.ts';

/** Companies that are compared under one key, and shown in all. */
const COMPARED = 200;
const SHOWN = 10;

/** Accounts whose names look the same, the likest first, with their open journeys and why. */
export async function suggestAccounts(
  deps: Deps,
  _: Command,
  leadId: Lead['leadId'],
): Promise<Suggestions> {
  const { store } = deps;
  const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
  const own = lead.accountId === undefined ? undefined : await accountNow(store, lead.accountId);
  const name = own?.name ?? (await nameTyped(deps, lead));
  const lists = await Promise.all(
    blocksOf(name ?? '').map((block) => store.accountNames(block, COMPARED)),
  );
  const similar = [...new Map(lists.flat().map((one) => [one.accountId, one])).values()]
    .map((one) => ({ ...one, ...likeness(name ?? '', one.name) }))
    .filter(({ score }) => score >= rules.policy.identity.similarNamesFrom)
    .toSorted((a, b) => b.score - a.score || a.accountId.localeCompare(b.accountId));
  const shown = new Map<string, Suggestion>();
  for (const { accountId, score, because } of similar) {
    const account = await accountNow(store, accountId);
    if (!account || account.accountId === own?.accountId || shown.size === SHOWN) continue;
    if (!shown.has(account.accountId))
      shown.set(account.accountId, await suggestion(deps, account, { score, because }));
  }
  return { name: name ?? null, items: [...shown.values()] };
}

/** Without an account the form may still say a company. */
async function nameTyped({ store }: Deps, { leadId }: Lead): Promise<string | undefined> {
  const names = (await store.touchesOf(leadId)).map(({ newAnswers }) => newAnswers?.name);
  return names.find((name) => typeof name === 'string');
}

async function suggestion(
  { store }: Deps,
  account: Account,
  why: { readonly score: number; readonly because: string },
): Promise<Suggestion> {
  const { accountId, name, domain } = account;
  const leads = (await leadsOf(store, account)).filter(({ state }) => isOpen(state));
  return {
    accountId,
    name,
    domain,
    ...why,
    leads: leads.map(({ leadId, state, productLine }) => ({ leadId, state, productLine })),
  };
}
