// Who acts in a scene, and when: each draw is named by the run's seed, the lead and the occasion, and by nothing else, so that two
// worlds of one run differ by their policies only.

import type { CalendarVersion } from '../../../functions/leads/calendar/calendar.ts';
import {
  addOn,
  addWorkingHours,
  millisBetweenOn,
} from '../../../functions/leads/calendar/clocks.ts';
import { ENGAGEMENT_KINDS } from '../../../functions/leads/form-words.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { defaultPolicy, type Policy } from '../../../functions/leads/policy.ts';
import type { Store } from '../../../functions/ports.ts';
import { type Chance, chanceOf, oneAt } from '../replay/chance.ts';
import type { Act, HumanAction } from '../replay/human-action.ts';
import type { Entrance } from '../replay/play.ts';
import { type Habits, type Intent, intentOf } from './habits.ts';
import type { RecordedLead, Recording } from './recording.ts';
import {
  engagementOf,
  partyAt,
  policyWithTiers,
  type Standing,
  submissionOf,
} from './stand-ins.ts';
import { delayAt, type Survival } from './survival.ts';
import {
  type Aftermath,
  calendarNamed,
  type PeopleOf,
  type Ruling,
  type Stay,
  tenantCalendar,
} from './what-people-did.ts';

const DIRECTOR = 'director-of-the-recording';

/** The leads of a recording that are played again, and what their people do. */
export interface Script {
  readonly recording: Recording;
  /** Those that came by a form within the recording, and were nobody else's in the end. */
  readonly leads: readonly RecordedLead[];
  readonly people: PeopleOf;
  /** What their stand-ins have to be. */
  readonly standings: ReadonlyMap<RecordedLead, Standing>;
}

export interface Scene {
  readonly script: Script;
  readonly habits: Habits;
  /** First contacts, in working time. */
  readonly contacts: Survival;
  readonly seed: string;
  /** 0: people answer when they would have; 1: as much earlier or later as the deadline is. */
  readonly near: number;
  readonly changed: (policy: Policy) => Policy;
  /** Told of each answer that lies beyond what anybody has seen. */
  readonly guessed?: (offerId: string) => void;
}

/** As a duration; people act on whole seconds. */
export function wholeSeconds(millis: number): string {
  return `PT${Math.ceil(millis / 1000)}S`;
}

export class Actors {
  readonly #scene: Scene;
  readonly #chance: Chance;
  readonly #calendar: CalendarVersion;
  readonly #byParty: ReadonlyMap<string, readonly RecordedLead[]>;
  readonly #known = new Map<string, RecordedLead | undefined>();
  readonly #firstStays: readonly Stay[];
  readonly #laterStays: readonly Stay[];
  readonly #aftermaths: readonly Aftermath[];
  readonly #sdrs: readonly string[];
  readonly #calendars: ReadonlyMap<string, CalendarVersion>;
  readonly #policies: readonly { readonly at: Instant; readonly document: Policy }[];

  constructor(scene: Scene) {
    this.#scene = scene;
    const { recording, leads, people } = scene.script;
    const { house } = recording;
    this.#chance = chanceOf(scene.seed);
    this.#calendar = tenantCalendar(recording);
    this.#policies = house.flatMap((line) => (line.is === 'policy' ? [line] : []));
    this.#byParty = Map.groupBy(leads, ({ party }) => party);
    const stays = [...people.stays.values()].flat();
    this.#firstStays = stays.filter(({ cycle }) => cycle === 1);
    this.#laterStays = stays.filter(({ cycle }) => cycle > 1);
    this.#aftermaths = [...people.aftermaths.values()].flat();
    this.#sdrs = [...new Set(house.flatMap((line) => (line.is === 'sdr' ? [line.sdrId] : [])))];
    this.#calendars = new Map(
      house.flatMap((line) =>
        line.is === 'rep' ? [[line.repId, calendarNamed(house, line.calendar)] as const] : [],
      ),
    );
  }

  namingTiers(policy: Policy): Policy {
    return policyWithTiers(policy, this.#scene.script.standings);
  }

  arrives(lead: RecordedLead, arrival: RecordedLead['arrivals'][number]): readonly Entrance[] {
    const { at, what, seq } = arrival;
    const key = `${lead.leadId}-${seq}`;
    const posts = (path: string, body: () => object): readonly Entrance[] => [
      { at, action: () => ({ at, who: 'customer', method: 'POST', path, body: body(), key }) },
    ];
    if (what !== 'EngagementRecorded') {
      const standing = this.#scene.script.standings.get(lead) ?? {};
      return posts('/v1/submissions', () => submissionOf(lead, arrival, standing));
    }
    const engagement = engagementOf(lead, arrival, ENGAGEMENT_KINDS);
    return engagement ? posts('/v1/engagements', () => engagement) : [];
  }

  /** The recorded lead that this one plays: its party's, the last that had come by then. */
  async recordedOf(store: Store, lead: Lead): Promise<RecordedLead | undefined> {
    if (this.#known.has(lead.leadId)) return this.#known.get(lead.leadId);
    const person = await store.person(lead.personId);
    const theirs = this.#byParty.get(partyAt(person?.email) ?? '') ?? [];
    const before = theirs.filter(({ openedAt }) => openedAt <= lead.openedAt);
    const recorded = before.at(-1) ?? theirs[0];
    this.#known.set(lead.leadId, recorded);
    return recorded;
  }

  /** So much working time later, by the tenant's calendar. */
  worked(from: Instant, millis: number): Instant {
    return addWorkingHours(this.#calendar, from, wholeSeconds(millis));
  }

  /** What the SDR does in this cycle: what he did with the lead in it, or what somebody did with another. */
  stayOf(recorded: RecordedLead, { cycle }: Lead): Stay {
    const own = this.#scene.script.people.stays.get(recorded.leadId) ?? [];
    const others = cycle > 1 && this.#laterStays.length > 0 ? this.#laterStays : this.#firstStays;
    return (
      own.find((stay) => stay.cycle === cycle) ??
      this.#another(others, recorded, `c${cycle}`, 'stay') ?? { cycle, calls: [] }
    );
  }

  /** Whether the recorded lead ever came to an SDR. */
  hasStay({ leadId }: RecordedLead): boolean {
    return (this.#scene.script.people.stays.get(leadId) ?? []).length > 0;
  }

  /** What the owner does with what he accepted in this cycle: what he did with it, or what somebody did with another lead. */
  aftermathOf(recorded: RecordedLead, { cycle }: Lead): Partial<Aftermath> {
    const own = this.#scene.script.people.aftermaths.get(recorded.leadId) ?? [];
    return (
      own.find((one) => one.cycle === cycle) ??
      this.#another(this.#aftermaths, recorded, `c${cycle}`, 'aftermath') ??
      {}
    );
  }

  rulingOf(
    what: 'choices' | 'sentBack' | 'extraCycles',
    recorded: RecordedLead,
    occasion: string,
  ): Ruling {
    return this.#another(this.#scene.script.people[what], recorded, occasion, what) ?? {};
  }

  droppedOf(recorded: RecordedLead, { nurtureReason = '', stay }: Lead): Ruling {
    const rulings = this.#scene.script.people.dropped.get(nurtureReason) ?? [];
    return this.#another(rulings, recorded, `n${stay}`, 'dropped') ?? {};
  }

  intentOf(recorded: RecordedLead, offer: Offer): Intent | undefined {
    const draw = this.#drawOf(recorded, offer);
    return intentOf(this.#scene.habits, offer, {
      whose: draw('whose'),
      when: draw('when'),
      how: draw('how'),
    });
  }

  /** On the accept clock as it was recorded; moved with the deadline as far as the scene says. */
  answeredAt({ delay }: Intent, offer: Offer): Instant {
    const { near, guessed } = this.#scene;
    const { clock, duration } = this.#policyAt(offer.offeredAt).clocks.accept;
    const calendar = this.#calendars.get(offer.repId) ?? this.#calendar;
    const usual = millisBetweenOn(
      clock,
      calendar,
      offer.offeredAt,
      addOn(clock, calendar, offer.offeredAt, duration),
    );
    const window = millisBetweenOn(clock, calendar, offer.offeredAt, offer.acceptDueAt);
    if (delay.guessed) guessed?.(offer.offerId);
    const millis = delay.millis * (1 + near * (window / usual - 1));
    return addOn(clock, calendar, offer.offeredAt, wholeSeconds(millis));
  }

  contactOf(recorded: RecordedLead, offer: Offer): Instant | undefined {
    const draw = this.#drawOf(recorded, offer)('contact');
    const delay = delayAt(this.#scene.contacts, draw);
    if (delay === undefined) return undefined;
    const calendar = this.#calendars.get(offer.repId) ?? this.#calendar;
    return addWorkingHours(calendar, offer.offeredAt, wholeSeconds(delay.millis));
  }

  bySdr(lead: Lead, act: Act): HumanAction {
    const drawn = this.#chance(lead.leadId, 'sdr');
    const sub = lead.sdrId ?? oneAt(drawn, this.#sdrs);
    return { method: 'POST', ...act, who: { sub, group: 'sdr' } };
  }

  byDirector(
    lead: Pick<Lead, 'leadId' | 'enteredAt'>,
    { after }: Ruling,
    { key, ...act }: Omit<Act, 'at'>,
  ): HumanAction | undefined {
    if (after === undefined) return undefined;
    const who = { sub: DIRECTOR, group: 'director' } as const;
    const at = this.worked(lead.enteredAt, after);
    return { method: 'POST', ...act, key: `${lead.leadId}-${key}`, at, who };
  }

  /** Named by the lead, its cycle and the number of the offer: the same in each world. */
  #drawOf({ leadId }: RecordedLead, { cycle, seq }: Offer) {
    return (what: string) => this.#chance(leadId, `c${cycle}-o${seq}`, what);
  }

  #another<Did>(
    list: readonly Did[],
    { leadId }: RecordedLead,
    ...occasion: readonly string[]
  ): Did | undefined {
    return list.length === 0 ? undefined : oneAt(this.#chance(leadId, ...occasion), list);
  }

  #policyAt(at: Instant): Policy {
    const line = this.#policies.findLast((one) => one.at <= at) ?? this.#policies[0];
    return line?.document ?? defaultPolicy();
  }
}
