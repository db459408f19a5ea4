// To whom would each lead have gone? Two worlds go through a recording side by side: what was, and what would have been. In both, every
// decision is the product's own; what people answered, and when, stays as it was, whoever has the lead.

import type { Instant } from '../../../functions/leads/instant.ts';
import type { RecordedDecision, RecordedOffer, Recording } from './recording.ts';
import { type Cause, causeOf, type Different } from './routing-causes.ts';
import type { Changes } from './routing-changes.ts';
import {
  askedIn,
  creditFor,
  type Deal,
  dealOf,
  dueAt,
  endGivesBack,
  type Outcome,
  outcomeOn,
  type Question,
  withoutDirector,
} from './routing-deal.ts';
import {
  afterEnd,
  afterHouse,
  afterOffer,
  afterTurnBack,
  atBeginning,
  type DealtDesk,
  emptyDesk,
  inputOf,
  routeTo,
  withTurnsOf,
} from './routing-desk.ts';
import { type Moment, momentsOf, type Slot } from './routing-moments.ts';

/** Who had a lead, and who would have had it. */
export interface Handover {
  readonly slot: Slot;
  readonly decision: RecordedDecision;
  readonly had?: string | undefined;
  readonly deal?: Deal | undefined;
  readonly cause?: Cause | undefined;
  /** A director would have been asked; the router acted in his place. */
  readonly asksDirector?: true;
}

export interface Simulated {
  /** Every handover in the period, in the order in which they were first decided. */
  readonly handovers: readonly Handover[];
  /** Decisions of the recording, and of them those that come out again as they were recorded. */
  readonly decisions: number;
  readonly sameAgain: number;
  readonly firstOther?: RecordedDecision & { readonly leadId: string };
  /** When a lead found nobody, in each world. */
  readonly waited: { readonly before: readonly Instant[]; readonly after: readonly Instant[] };
}

interface Waiting {
  readonly slot: Slot;
  readonly question: Question;
  /** Recorded as waiting, too: it is looked at earlier only where the recorded world could not have served it. */
  readonly recorded: boolean;
}

/** Goes through it once. */
export function simulateRouting(recording: Recording, changes: Changes): Simulated {
  const simulation = new Simulation(recording, changes);
  for (const moment of momentsOf(recording)) simulation.go(moment);
  return simulation.result();
}

class Simulation {
  readonly #recording: Recording;
  readonly #changes: Changes;
  #was: DealtDesk = emptyDesk();
  #would: DealtDesk = emptyDesk();
  /** The desk as each change alone would have put it, with nobody's turns. */
  #said: readonly { readonly name: string; readonly desk: DealtDesk }[];
  #hasBegun = false;
  readonly #deals = new Map<string, Deal>();
  readonly #handovers = new Map<string, Handover>();
  readonly #different: Different[] = [];
  #waiting: readonly Waiting[] = [];
  #unknown: readonly { readonly repId: string; readonly dueAt: Instant }[] = [];
  #decisions = 0;
  #sameAgain = 0;
  #firstOther: Simulated['firstOther'];
  readonly #waited = { before: [] as Instant[], after: [] as Instant[] };

  constructor(recording: Recording, changes: Changes) {
    this.#recording = recording;
    this.#changes = changes;
    this.#would = changes.all.besides.reduce(afterHouse, this.#would);
    this.#said = changes.parts.map(({ name, besides }) => ({
      name,
      desk: besides.reduce(afterHouse, emptyDesk()),
    }));
    for (const { offers } of recording.leads) for (const offer of offers) this.#before(offer);
  }

  go(moment: Moment): void {
    const isBefore = moment.at < this.#recording.head.beginsAt;
    if (!isBefore && moment.seq >= 0 && !this.#hasBegun) this.#begin();
    if (moment.do !== 'house' && isBefore) return;
    this.#endUnknown(moment.at);
    if (moment.do === 'house') this.#house(moment);
    if (moment.do === 'end') this.#end(moment.offer, moment.at);
    if (moment.do === 'turnBack') this.#turnBack(moment.offer);
    if (moment.do === 'decide') this.#decide(moment);
    if (moment.do === 'house' || moment.do === 'end') this.#serveWaiting(moment.at);
  }

  result(): Simulated {
    return {
      // What became of a deal since, such as that its turn came back, stands with the deals.
      handovers: [...this.#handovers.values()].map((one) => ({
        ...one,
        deal: this.#deals.get(one.slot.id),
      })),
      decisions: this.#decisions,
      sameAgain: this.#sameAgain,
      waited: this.#waited,
      ...(this.#firstOther && { firstOther: this.#firstOther }),
    };
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#was = atBeginning(this.#was, this.#recording);
    this.#would = atBeginning(this.#would, this.#recording);
  }

  /** An offer from before the period went to who had it. */
  #before(offer: RecordedOffer): void {
    const { offerId, at, repId, department, weight, usesTurn, end, turnBack } = offer;
    const { beginsAt } = this.#recording.head;
    if (at >= beginsAt) return;
    const isOpen = end === undefined || end.at >= beginsAt;
    const isBack = turnBack !== undefined && turnBack.at < beginsAt;
    const deal = { repId, department, weight, usesTurn, at, codes: [], isOpen, isBack };
    this.#deals.set(offerId, deal);
  }

  #house({ line }: Extract<Moment, { readonly do: 'house' }>): void {
    this.#was = afterHouse(this.#was, line);
    this.#would = afterHouse(this.#would, this.#changes.all.inPlaceOf(line));
    this.#said = this.#said.map(({ name, desk }, index) => ({
      name,
      desk: afterHouse(desk, this.#changes.parts[index]?.inPlaceOf(line) ?? line),
    }));
  }

  #end(offer: RecordedOffer, at: Instant): void {
    const { offerId, end } = offer;
    this.#was = afterEnd(this.#was, offer.repId);
    this.#waiting = this.#waiting.filter(({ slot }) => slot.id !== offerId);
    const deal = this.#deals.get(offerId);
    if (!deal?.isOpen || at < deal.at) return;
    this.#would = afterEnd(this.#would, deal.repId);
    this.#deals.set(offerId, { ...deal, isOpen: false });
    if (end && this.#isOtherTurn(offer, deal) && endGivesBack(end, this.#would))
      this.#giveBack(offerId);
  }

  /** Whether the recording does not say what becomes of this turn. */
  #isOtherTurn({ usesTurn, end }: RecordedOffer, deal: Deal): boolean {
    const credit = ({ rules }: DealtDesk) => creditFor(end?.reason ?? '', rules);
    return deal.usesTurn && (!usesTurn || credit(this.#was) !== credit(this.#would));
  }

  #turnBack(offer: RecordedOffer): void {
    this.#was = afterTurnBack(this.#was, offer);
    const deal = this.#deals.get(offer.offerId);
    if (deal && !this.#isOtherTurn(offer, deal)) this.#giveBack(offer.offerId);
  }

  #giveBack(offerId: string): void {
    const deal = this.#deals.get(offerId);
    if (!deal?.usesTurn || deal.isBack) return;
    this.#would = afterTurnBack(this.#would, deal);
    this.#deals.set(offerId, { ...deal, isBack: true });
  }

  #decide({ decision, slot, at }: Extract<Moment, { readonly do: 'decide' }>): void {
    const { lead, recorded, id } = slot;
    const named = decision.what === 'offer' ? recorded?.repId : undefined;
    const question = { leadId: lead.leadId, at, asked: decision.asked, decision, named };
    this.#again(question, slot);
    const known = this.#handovers.get(id);
    if (!known) this.#handovers.set(id, { slot, decision, had: recorded?.repId });
    const isNew = lead.steps.some(
      (one) => one.seq === decision.seq && one.what === 'NoEligibleRep',
    );
    if (isNew) this.#waited.before.push(at);
    if (!this.#deals.has(id)) this.#decideOtherwise(slot, question, isNew);
    this.#dealAsRecorded(question, slot);
  }

  #decideOtherwise(slot: Slot, question: Question, isNew: boolean): void {
    const isOffer = question.decision.what === 'offer';
    const outcome = outcomeOn(this.#would, this.#here(question));
    if (outcome.releases) this.#giveBack(outcome.releases);
    const asksDirector = outcome.kind === 'director' && isOffer;
    const { route } = asksDirector ? withoutDirector(this.#would, this.#here(question)) : outcome;
    this.#take(slot, question, { route, asksDirector });
    this.#waiting = this.#waiting.filter((one) => one.slot.id !== slot.id);
    if (route || outcome.kind === 'director') return;
    if (isNew || isOffer) this.#waited.after.push(question.at);
    this.#waiting = [...this.#waiting, { slot, question, recorded: !isOffer }];
  }

  #here(question: Question): Question {
    return { ...question, asked: askedIn(this.#deals, question.asked) };
  }

  /** The recorded world once more: does the rule say what was recorded? */
  #again(question: Question, { recorded }: Slot): void {
    const { decision, leadId } = question;
    this.#decisions += 1;
    const { kind, route } = outcomeOn(this.#was, question);
    const isSame = kind === decision.what && (kind !== 'offer' || route?.repId === recorded?.repId);
    if (isSame) this.#sameAgain += 1;
    else this.#firstOther ??= { ...decision, leadId };
  }

  #dealAsRecorded(question: Question, { recorded }: Slot): void {
    if (question.decision.what !== 'offer' || !recorded) return;
    const route = routeTo(inputOf(this.#was, question), recorded);
    if (route) this.#was = afterOffer(this.#was, route);
  }

  #take(
    slot: Slot,
    question: Question,
    { route, asksDirector }: Pick<Outcome, 'route'> & { readonly asksDirector: boolean },
  ): void {
    const { id, recorded } = slot;
    const { at, decision, leadId } = question;
    if (!route && decision.what !== 'offer') return;
    if (route) this.#deal(slot, dealOf(route, at), route);
    const known = this.#handovers.get(id);
    const isOther = route?.repId !== recorded?.repId;
    const cause = isOther ? (known?.cause ?? this.#causeOf(question, route?.repId)) : undefined;
    this.#handovers.set(id, {
      ...{ slot, decision: known?.decision ?? decision, had: recorded?.repId },
      cause,
      ...(asksDirector && { asksDirector }),
    });
    if (cause && !known?.cause)
      this.#different.push({ leadId, had: recorded?.repId, would: route?.repId, cause });
  }

  #deal({ id, recorded }: Slot, deal: Deal, route: NonNullable<Outcome['route']>): void {
    this.#would = afterOffer(this.#would, route);
    this.#deals.set(id, deal);
    if (recorded) return;
    const { repId, at } = deal;
    this.#unknown = [...this.#unknown, { repId, dueAt: dueAt(this.#would, repId, at) }];
  }

  #causeOf(question: Question, would: string | undefined): Cause {
    const had = question.named;
    const said = this.#said.map(({ name, desk }) => ({ name, desk: withTurnsOf(desk, this.#was) }));
    const all = withTurnsOf(this.#would, this.#was);
    return causeOf(question, { had, would, all, said, different: this.#different });
  }

  #endUnknown(at: Instant): void {
    const due = this.#unknown.filter((one) => one.dueAt <= at);
    if (due.length === 0) return;
    for (const { repId } of due) this.#would = afterEnd(this.#would, repId);
    this.#unknown = this.#unknown.filter((one) => one.dueAt > at);
    this.#serveWaiting(at);
  }

  /** Room that became free, or somebody who is back, is for who waits: the first who could have it. */
  #serveWaiting(at: Instant): void {
    if (this.#changes.parts.length === 0) return;
    for (const one of this.#waiting) {
      const question = { ...one.question, at };
      const { route } = outcomeOn(this.#would, this.#here(question));
      if (!route) continue;
      if (one.recorded && outcomeOn(this.#was, question).kind === 'offer') continue;
      this.#waiting = this.#waiting.filter((other) => other !== one);
      this.#take(one.slot, question, { route, asksDirector: false });
    }
  }
}
