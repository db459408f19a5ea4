// The policy replay (reports.md, what-if): a recording's leads run again under other policies, by people fitted to what they did.

import { millisOfDuration } from '../../../functions/leads/instant.ts';
import { defaultPolicy, type Policy } from '../../../functions/leads/policy.ts';
import { chanceOf, wholeAt } from '../replay/chance.ts';
import type { Script } from './actors.ts';
import { changedPolicy, type Variant } from './change.ts';
import type { ChangedWorld, Happened, RunSums } from './conclusion.ts';
import { type Course, courseOf, sumOf } from './course.ts';
import { type FirstDifference, firstDifference } from './first-difference.ts';
import { DELAY_FITS, type DelayFit, habitsOf, refuseTooFew } from './habits.ts';
import type { RecordedLead, Recording } from './recording.ts';
import { standingOf } from './stand-ins.ts';
import { meanDelay } from './survival.ts';
import { type PeopleOf, peopleOf, weekOf } from './what-people-did.ts';
import { playWorld, type World } from './world.ts';

/** What is asked of a recording. The same question of the same recording has the same answer, on however many threads. */
export interface Question {
  readonly seed: string;
  readonly delays: DelayFit;
  /** Worlds to compare with the recorded one. */
  readonly worlds: readonly (ChangedWorld & Variant)[];
  readonly runs: number;
  /** Left out, every fourth run foretells the later half of the leads by the earlier one, too. */
  readonly holdOut?: false | undefined;
}

/** What changed first for a lead, in the world of that place in the question. */
export interface ChangedLead extends FirstDifference {
  readonly leadId: string;
  readonly world: number;
}

/** What one run came to. */
export interface Run extends RunSums {
  /** Answers beyond what anybody has seen, by world: the recorded one first. */
  readonly guessed: readonly number[];
  /** Requests that the rules refused, by world. */
  readonly refused: readonly number[];
  /** Of the first run. */
  readonly changes?: readonly ChangedLead[];
}

/** Of so many runs one foretells the later half by the earlier one. */
const HOLD_OUT_EVERY = 4;
const HOUR = 3_600_000;

export class EmptyRecording extends Error {
  override readonly name = 'EmptyRecording';
}

/** The leads that are played, and what their people did. Throws EmptyRecording, TooFewAnswers. */
export function scriptOf(recording: Recording): Script {
  const { beginsAt } = recording.head;
  const leads = recording.leads.filter(
    ({ arrivals: [first], mergedInto }) =>
      first?.what === 'SubmissionReceived' && first.at >= beginsAt && mergedInto === undefined,
  );
  if (leads.length === 0)
    throw new EmptyRecording('no lead of the recording came by a form in its period; give another');
  const people = peopleOf({ ...recording, leads });
  refuseTooFew(people.offers);
  const first = recording.house.find((line) => line.is === 'policy')?.document ?? defaultPolicy();
  const standings = new Map(leads.map((lead) => [lead, standingOf(lead, first)]));
  return { recording, leads, people, standings };
}

/** What happened to the leads that are played (A). */
export function happenedTo({ leads }: Script): Happened {
  const later = laterHalf(leads);
  return {
    all: sumOf(leads.map(courseOf)),
    later: sumOf(leads.filter(later).map(courseOf)),
  };
}

/** How reps answered: the mean of the answers that were seen, and of all that the fit foresees; null where some never answer. */
export function answersOf({ people: { offers } }: Script, delays: DelayFit) {
  const answered = offers.filter(({ answer }) => answer !== undefined);
  const seen = answered.reduce((sum, { millis }) => sum + millis, 0) / answered.length;
  const waits = offers.map(({ millis, answer }) => ({ millis, answered: answer !== undefined }));
  const fitted = meanDelay(DELAY_FITS[delays](waits));
  return {
    offers: offers.length,
    answers: answered.length,
    seenMeanHours: seen / HOUR,
    fittedMeanHours: Number.isFinite(fitted) ? fitted / HOUR : null,
  };
}

/** Whether a change moves a deadline for answers, so that people might answer otherwise near it. */
export function movesDeadline(policy: Policy, variant: Variant): boolean {
  const { accept } = policy.clocks;
  const { clock, duration } = changedPolicy(policy, variant).clocks.accept;
  return clock !== accept.clock || millisOfDuration(duration) !== millisOfDuration(accept.duration);
}

/** Of the policy that the recording ends with. */
export function recordedPolicy({ house }: Recording): Policy {
  const last = house.findLast((line) => line.is === 'policy');
  return last?.document ?? defaultPolicy();
}

const AS_RECORDED = { near: 0, changed: (policy: Policy) => policy };

/** Plays all worlds of one run. `progress`: how much of the run is done, 0 to 1. */
export async function playRun(
  script: Script,
  question: Question,
  run: number,
  progress: (share: number) => void = () => {},
): Promise<Run> {
  const { worlds } = question;
  const seed = `${question.seed} ${run}`;
  const drawnTimes = weeksDrawn(script, seed);
  const drawn = script.people.offers.flatMap((offer) =>
    Array.from({ length: drawnTimes(offer.week) }, () => offer),
  );
  const isHeldOut = question.holdOut !== false && run % HOLD_OUT_EVERY === 0;
  const parts = worlds.length + 1 + Number(isHeldOut);
  let done = 0;
  const play = async (
    offers: PeopleOf['offers'],
    world: { readonly near: number; readonly changed: (policy: Policy) => Policy },
  ) => {
    const fitted = DELAY_FITS[question.delays];
    const scene = {
      ...{ script, seed, ...world },
      habits: habitsOf(offers, question.delays),
      contacts: fitted(offers.map(({ contact }) => contact)),
    };
    const played = await playWorld(scene, ({ submitted, of }) =>
      progress((done + submitted / of) / parts),
    );
    done += 1;
    return played;
  };
  const offers = drawn.length === 0 ? script.people.offers : drawn;
  const recorded = await play(offers, AS_RECORDED);
  const changed: World[] = [];
  for (const world of worlds)
    changed.push(
      await play(offers, {
        near: world.near,
        changed: (policy) => changedPolicy(policy, world),
      }),
    );
  const sums = (world: World) =>
    sumOf(script.leads.flatMap((lead) => livesIn(world, lead).map(courseOf)));
  return {
    run,
    recorded: sums(recorded),
    changed: changed.map(sums),
    ...(isHeldOut
      ? {
          later: await laterSums(script.leads, offers, (earlier) => play(earlier, AS_RECORDED)),
        }
      : {}),
    guessed: [recorded, ...changed].map(({ guessed }) => guessed),
    refused: [recorded, ...changed].map(({ refusals }) => refusals.length),
    ...(run === 0 ? { changes: changesOf(script, recorded, changed) } : {}),
  };
}

/** How often the offers of each week are heard in a run: as many weeks as there are, drawn with replacement. */
function weeksDrawn({ people }: Script, seed: string): (week: string) => number {
  const weeks = [...new Set(people.offers.map(({ week }) => week))].sort();
  const chance = chanceOf(seed);
  const counts = new Map<string, number>();
  for (const [index] of weeks.entries()) {
    const week = weeks[wholeAt(chance('week', `${index}`), 0, weeks.length - 1)] ?? '';
    counts.set(week, (counts.get(week) ?? 0) + 1);
  }
  return (week) => counts.get(week) ?? 0;
}

function livesIn({ lives }: World, { leadId }: RecordedLead): readonly RecordedLead[] {
  return lives.get(leadId) ?? [];
}

/** Whether a lead came in the later half of the leads. */
function laterHalf(leads: readonly RecordedLead[]): (lead: RecordedLead) => boolean {
  const instants = leads.map(({ openedAt }) => openedAt).sort();
  const middle = instants[Math.floor(instants.length / 2)] ?? '';
  return ({ openedAt }) => openedAt >= middle;
}

/** The later half of the leads, through people who are known by the earlier half's offers only. */
async function laterSums(
  leads: readonly RecordedLead[],
  offers: PeopleOf['offers'],
  play: (offers: PeopleOf['offers']) => Promise<World>,
): Promise<Course | undefined> {
  const isLater = laterHalf(leads);
  const middle =
    leads
      .filter(isLater)
      .map(({ openedAt }) => weekOf(openedAt))
      .sort()[0] ?? '';
  const earlier = offers.filter(({ week }) => week < middle);
  if (!earlier.some(({ answer }) => answer !== undefined)) return undefined;
  const world = await play(earlier);
  return sumOf(leads.filter(isLater).flatMap((lead) => livesIn(world, lead).map(courseOf)));
}

function changesOf(
  { leads }: Script,
  recorded: World,
  changed: readonly World[],
): readonly ChangedLead[] {
  return changed.flatMap((world, index) =>
    leads.flatMap((lead) => {
      const [before, after] = [livesIn(recorded, lead)[0], livesIn(world, lead)[0]];
      const first = before && after && firstDifference(before, after);
      return first ? [{ leadId: lead.leadId, world: index, ...first }] : [];
    }),
  );
}
