// One decision of the router on a desk, as the product takes it (route-lead.ts, direct-lead.ts), and how it is asked in a world in which
// earlier leads went elsewhere.

import { offerDeadlines } from '../../../functions/leads/calendar/deadlines.ts';
import type { LeadId, OfferId } from '../../../functions/leads/ids.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import { present } from '../../../functions/leads/present.ts';
import type { ExclusionCode } from '../../../functions/leads/routing/eligibility.ts';
import { turnComesBack } from '../../../functions/leads/routing/fairness.ts';
import { chooseRep, decideRoute, recallHolds } from '../../../functions/leads/routing/routing.ts';
import type { OfferRoute } from '../../../functions/leads/routing/routing-field.ts';
import type { Asked, RecordedDecision, RecordedOffer } from './recording.ts';
import { type DealtDesk, inputOf } from './routing-desk.ts';

/** An offer in a world that may be another than the recorded one. */
export interface Deal {
  readonly repId: RecordedOffer['repId'];
  readonly department: string;
  readonly weight: number;
  readonly usesTurn: boolean;
  readonly at: Instant;
  /** What was set aside for the rep. */
  readonly codes: readonly ExclusionCode[];
  readonly isOpen: boolean;
  readonly isBack: boolean;
}

export type Deals = ReadonlyMap<string, Deal>;

export interface Question {
  readonly leadId: LeadId;
  readonly at: Instant;
  readonly asked: Asked;
  readonly decision: RecordedDecision;
  /** Whom the person named who decided in the router's place. */
  readonly named?: string | undefined;
}

export interface Outcome {
  readonly kind: 'offer' | 'director' | 'unrouted';
  readonly route?: OfferRoute | undefined;
  /** The recall does not hold: the turn that it goes on with goes back first (row 16). */
  readonly releases?: OfferId | undefined;
}

/** What the rules say of this desk. A choice that a person may not take is the router's. */
export function outcomeOn(desk: DealtDesk, question: Question): Outcome {
  const { decision, named } = question;
  const input = inputOf(desk, question);
  if (named !== undefined && decision.chosenBy !== 'router') {
    const { by = '', choices, lifts = false } = decision;
    const choice = { repId: named, by, reason: '', liftExclusion: lifts };
    const chosen = chooseRep(input, { ...choice, ...present({ choices }) });
    if (chosen.kind === 'offer') return { kind: 'offer', route: chosen };
    return routed({ ...input, directorSilent: true });
  }
  if (input.recalled && !recallHolds(input))
    return { ...routed({ ...input, recalled: undefined }), releases: input.recalled.offerId };
  return routed(input);
}

/** Nobody knows whom a director would have named who was not asked: the router acts, as when he is silent. */
export function withoutDirector(desk: DealtDesk, question: Question): Outcome {
  const input = { ...inputOf(desk, question), directorSilent: true };
  return routed(input.recalled && !recallHolds(input) ? { ...input, recalled: undefined } : input);
}

function routed(input: Parameters<typeof decideRoute>[0]): Outcome {
  const route = decideRoute(input);
  return route.kind === 'offer' ? { kind: 'offer', route } : { kind: route.kind };
}

export function dealOf(
  { repId, department, weight, usesTurn, trace }: OfferRoute,
  at: Instant,
): Deal {
  const codes = trace.candidates.find((one) => one.repId === repId)?.codes ?? [];
  return { repId, department, weight, usesTurn, at, codes, isOpen: true, isBack: false };
}

/** What was asked, where the reps of earlier offers are those that had them in this world. */
export function askedIn(deals: Deals, asked: Asked): Asked {
  const { exclusions, disputes, owners, recalled } = asked;
  const had = <Of extends { readonly repId: string }>(
    one: Of,
    offerId: OfferId | undefined,
  ): readonly Of[] => {
    if (offerId === undefined) return [one];
    const deal = deals.get(offerId);
    return deal ? [{ ...one, repId: deal.repId }] : [];
  };
  const again = recalled && deals.get(recalled.offerId);
  const isHis = again?.repId === recalled?.repId;
  const { recalled: _, ...others } = asked;
  return {
    ...others,
    exclusions: exclusions.flatMap((one) => had(one, one.offerId)),
    disputes: disputes.flatMap((one) => had(one, one.offerId)),
    owners: owners.flatMap((one) => had(one, one.through)),
    ...present({
      recalled:
        recalled && again && !isHis
          ? { ...recalled, repId: again.repId, codesThen: again.codes }
          : recalled,
    }),
  };
}

/** Whether an offer's end gives its turn back, where the recording does not say so: it used none there, or the policy is another. */
export function endGivesBack(
  { status, reason = '', recalled }: NonNullable<RecordedOffer['end']>,
  { rules }: DealtDesk,
): boolean {
  if (status === 'WITHDRAWN') return recalled === undefined;
  return (
    status === 'REJECTED' &&
    turnComesBack({ status, credit: creditFor(reason, rules), sdrConfirmed: false })
  );
}

export function creditFor(reason: string, { policy }: DealtDesk['rules']) {
  return policy.recycle.reasons[reason]?.creditsTurnBack ?? 'never';
}

/** When an offer that nobody recorded falls due: it is open until then, for nobody knows how it would have been answered. */
export function dueAt({ reps, rules }: DealtDesk, repId: string, at: Instant): Instant {
  const calendar = rules.calendarOf(reps.find((rep) => rep.repId === repId)?.calendar ?? '');
  return offerDeadlines(rules.policy.clocks, calendar, at).acceptDueAt;
}
