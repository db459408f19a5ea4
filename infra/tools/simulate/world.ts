// One world of a policy replay: the recorded leads under a policy, played to the end of the recording by the product's own workflows.

import { LeadId } from '../../../functions/leads/ids.ts';
import { type Rules, rulesOf } from '../../../functions/leads/rules.ts';
import type { Store } from '../../../functions/ports.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { type Progress, play, type Refusal } from '../replay/play.ts';
import { Actors, type Scene } from './actors.ts';
import { recordedCast } from './recorded-cast.ts';
import type { RecordedLead } from './recording.ts';
import { leadLineOf, offersIn, type Placed } from './recording-lead.ts';
import { readStories } from './recording-stories.ts';

export interface World {
  /** By the recorded lead's id: what it went through here, and any journey of its party that the recording had not. */
  readonly lives: ReadonlyMap<string, readonly RecordedLead[]>;
  /** Answers that lie beyond what anybody has seen. */
  readonly guessed: number;
  readonly refusals: readonly Refusal[];
}

export async function playWorld(
  scene: Omit<Scene, 'guessed'>,
  progress: (so: Progress) => void = () => {},
): Promise<World> {
  const { head } = scene.script.recording;
  const guessed = new Set<string>();
  const refusals: Refusal[] = [];
  const counting = { ...scene, guessed: (offerId: string) => void guessed.add(offerId) };
  const actors = new Actors(counting);
  const { runtime, store } = await play(recordedCast(counting, actors), {
    until: head.endsAt,
    ground: MemoryGround.open,
    progress,
    refused: (refusal) => refusals.push(refusal),
  });
  const lives = await livesOf(scene, actors, store);
  await runtime.stop();
  return { lives, guessed: guessed.size, refusals };
}

async function livesOf(
  { script: { recording } }: Omit<Scene, 'guessed'>,
  actors: Actors,
  store: Store,
): Promise<World['lives']> {
  const { zone, endsAt } = recording.head;
  const { policy, calendars } = await store.rules();
  const rules = rulesOf(policy, calendars);
  const rulesBy = (): Rules => rules;
  const lives = new Map<string, RecordedLead[]>();
  let seq = 0;
  for (const transactions of await readStories(store, { zone }, () => {})) {
    const leadId = LeadId.safeParse(transactions[0]?.scope);
    const lead = leadId.success && (await store.lead(leadId.data));
    const recorded = lead && (await actors.recordedOf(store, lead));
    if (!recorded) continue;
    const story = transactions.map((transaction) => ({ ...transaction, seq: seq++ }));
    const told = { story, offers: await store.offersOf(lead.leadId), rulesBy, endsAt };
    const life = {
      ...leadLineOf({ ...told, decisions: [] }),
      offers: offersIn({ ...told, decisions: story.flatMap(madeIn) }),
    };
    lives.set(recorded.leadId, [...(lives.get(recorded.leadId) ?? []), life]);
  }
  return lives;
}

/** An offer is told by its decision; why it was decided so is nothing that worlds compare. */
function madeIn({ events, seq, at }: Placed) {
  return events.flatMap(({ type, data, about }) =>
    type === 'OfferMade'
      ? [{ offerId: Object(data).offerId, policyVersion: about?.policyVersion ?? 0, seq, at }]
      : [],
  );
}
