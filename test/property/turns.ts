// Who gets a lead is the business of the router, and of a director: no call of a party moves it (4.12, 16), and who waits is served in
// turn (20).

import { type Instant, plus } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { placeInLine, waitsForRouter } from '../../functions/leads/offer/waiting.ts';
import { exclusionsInForce } from '../../functions/leads/routing/eligibility.ts';
import { RouteTrace } from '../../functions/leads/routing/routing-trace.ts';
import { rulesOf } from '../../functions/leads/rules.ts';
import { coversRegion, regionIn, regionsIn } from '../../functions/leads/scopes.ts';
import { stepsOf } from './folding.ts';
import type { Breaches } from './invariants.ts';
import type { LeadRows, Snapshot } from './snapshot.ts';

/** What happens at nearly the same time may be seen in either order. */
const ABOUT = 'PT5M';

/** What keeps the router from an offer of its own, in the cycle in which a party did it. */
interface Meddled {
  /** Who had it when it was recalled. */
  readonly recalledFrom?: string | undefined;
  readonly recalls: number;
  /** An SDR or rep gave it another scope after an offer. */
  readonly rescoped: boolean;
  readonly offered: boolean;
}

const NOTHING: Meddled = { recalls: 0, rescoped: false, offered: false };

/**
 * After a recall the next offer is the same rep's, unless something kept him from it; after the second of a cycle, or another scope by
 * a party, the router asks the director first, or a director names the rep (16).
 */
export function partiesMoveNothing({ lead, offers, events }: LeadRows): Breaches {
  const wrong: string[] = [];
  let [cycle, meddled, scope] = [0, NOTHING, ''];
  for (const { events: told, row } of stepsOf(events)) {
    if (row.cycle !== cycle) [cycle, meddled] = [Number(row.cycle), NOTHING];
    for (const { type, data, by } of told) {
      const { repId, recalledBy, chosenBy, offerId } = data as Readonly<Record<string, string>>;
      if (type === 'Recalled' || (type === 'Withdrawn' && recalledBy !== undefined))
        meddled = { ...meddled, recalledFrom: repId, recalls: meddled.recalls + 1 };
      if (type === 'DirectorAsked') meddled = { ...meddled, recalls: 0, rescoped: false };
      if (type === 'FactsCorrected' && (by.kind === 'sdr' || by.kind === 'rep'))
        meddled = {
          ...meddled,
          rescoped: meddled.rescoped || (meddled.offered && scope !== scopeOf(row)),
        };
      if (type !== 'OfferMade') continue;
      const { recalledFrom, recalls, rescoped } = meddled;
      meddled = { ...meddled, recalledFrom: undefined, offered: true };
      if (chosenBy !== 'router') continue;
      const trace = offers.find((one) => one.offerId === offerId)?.trace;
      if (recalls > 1 || rescoped)
        wrong.push(`16: ${offerId} was made though the director is to be asked first`);
      if (recalledFrom !== undefined && recalledFrom !== repId && mayHave(trace, recalledFrom))
        wrong.push(`16: ${lead.leadId} was recalled from ${recalledFrom} and went to ${repId}`);
    }
    scope = scopeOf(row);
  }
  return wrong;
}

function scopeOf(row: Partial<Lead>): string {
  return [row.region, row.productLine, row.language].join('|');
}

function mayHave(trace: unknown, repId: string): boolean {
  const known = RouteTrace.safeParse(trace).data?.candidates.find((one) => one.repId === repId);
  return known?.codes.length === 0;
}

/** A lead that waits for the router, as its row was meanwhile. */
interface Wait {
  readonly from: Instant;
  readonly until: Instant | undefined;
  readonly rows: readonly { readonly at: Instant; readonly lead: Lead }[];
}

/** Nobody's turn goes to a lead while another waits that stands before it in line and could have the same rep (20). */
export function whoWaitsIsServedInTurn({ leads, desk }: Snapshot): Breaches {
  const rules = rulesOf(desk.policy, desk.calendars);
  const waits = leads.flatMap(waitsOf);
  const couldHave = (lead: Lead, repId: string): boolean => {
    const regions = desk.reps.find((rep) => rep.repId === repId)?.regions ?? [];
    const { regionNames } = rules.policy;
    const region = lead.region === undefined ? undefined : regionIn(lead.region, regionNames);
    const isPassedOver = exclusionsInForce(lead.exclusions, lead.cycle).some(
      (one) => one.repId === repId,
    );
    const isAnothers = lead.recalled !== undefined && lead.recalled.repId !== repId;
    const isDisputed = lead.disputes.some((one) => one.repId === repId);
    const isInScope = coversRegion(regionsIn(regions, regionNames), region);
    return isInScope && !isPassedOver && !isAnothers && !isDisputed;
  };
  return leads
    .flatMap(({ offers }) => offers)
    .filter(({ usesTurn, trace }) => usesTurn && chosenByRouter(trace))
    .flatMap(({ leadId, offerId, offeredAt: at, repId }) => {
      const own = waits.find((wait) => wait.until === at && rowOf(wait, at)?.leadId === leadId);
      const served = own && rowOf(own, at);
      if (!served) return [];
      const place = placeInLine(served, { at, rules });
      const passed = waits
        .filter(({ from, until }) => plus(from, ABOUT) < at && (!until || plus(at, ABOUT) < until))
        .flatMap((wait) => rowOf(wait, at) ?? [])
        .find((lead) => placeInLine(lead, { at, rules }) < place && couldHave(lead, repId));
      return passed ? [`20: ${offerId} at ${at} overtook ${passed.leadId}`] : [];
    });
}

function chosenByRouter(trace: Offer['trace']): boolean {
  return RouteTrace.safeParse(trace).data?.chosenBy.as === 'router';
}

/** The row as it was just before the instant. */
function rowOf({ rows }: Wait, at: Instant): Lead | undefined {
  return (rows.findLast((one) => one.at < at) ?? rows[0])?.lead;
}

function waitsOf({ events }: LeadRows): readonly Wait[] {
  const waits: Wait[] = [];
  let rows: Wait['rows'][number][] = [];
  const end = (until: Instant | undefined) => {
    const [first] = rows;
    if (first) waits.push({ from: first.at, until, rows });
    rows = [];
  };
  for (const { row, events: told } of stepsOf(events)) {
    const at = told[0]?.occurredAt;
    // The events say all of a row but its version and when it is looked at again.
    const lead = row as unknown as Lead;
    if (at === undefined) continue;
    if (waitsForRouter(lead)) rows.push({ at, lead });
    else end(at);
  }
  end(undefined);
  return waits;
}
