// Who is on the desk: an SDR or rep whom ops have not entered, or have deactivated, reads and does nothing more (4.8).

import { Forbidden } from '../leads/errors.ts';
import type { Actor, Store } from '../ports.ts';

type Kind = Actor['kind'];
type Desked = Extract<Kind, 'sdr' | 'rep'>;

const rowOf: Readonly<
  Record<Desked, (store: Store, sub: string) => Promise<{ readonly active: boolean } | undefined>>
> = {
  sdr: (store, sub) => store.sdr(sub),
  rep: (store, sub) => store.rep(sub),
};

/** The groups, in their order, in which he may act now. Throws FORBIDDEN when none is left. */
export async function actingGroups<Group extends Kind>(
  store: Store,
  sub: string,
  groups: readonly Group[],
): Promise<readonly Group[]> {
  const may = await Promise.all(groups.map((group) => mayAct(store, sub, group)));
  const acting = groups.filter((_, index) => may[index]);
  if (acting.length > 0) return acting;
  throw new Forbidden(
    `you are not active on the desk as ${groups.join(' or ')}; ask ops to enter you`,
  );
}

async function mayAct(store: Store, sub: string, group: Kind): Promise<boolean> {
  if (group !== 'sdr' && group !== 'rep') return true;
  return (await rowOf[group](store, sub))?.active === true;
}
