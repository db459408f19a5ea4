// Nobody rules on himself (4.5): the one rule for whoever rules, annuls, extends, approves, or names himself.

import { Forbidden } from './errors.ts';
import type { Lead } from './lead.ts';

/** The SDR and the rep that a lead is about: who has it, who handed it over, who owns it or has the offer. */
export function partiesOf({
  sdrId,
  qualification,
  ownerRepId,
  offeredTo,
}: Pick<Lead, 'sdrId' | 'qualification' | 'ownerRepId' | 'offeredTo'>): readonly string[] {
  return [sdrId, qualification?.by, ownerRepId, offeredTo].filter((sub) => sub !== undefined);
}

/** Refuses a party to the matter, in whatever group he acts. Throws PARTY. */
export function refuseParty(sub: string, parties: readonly (string | undefined)[]): void {
  if (!parties.includes(sub)) return;
  throw new Forbidden('you are a party to this; somebody else has to decide', 'PARTY');
}
