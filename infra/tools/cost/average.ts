// The average lead: some made-up leads through people who answer, refuse and stay silent, and four months after them.

import { instantOf, millisOf, millisOfDuration, plus } from '../../../functions/leads/instant.ts';
import type { LeadRow } from '../replay/read-leads.ts';
import { replay } from '../replay/replay.ts';
import { STORY_START } from '../story/stage.ts';
import { type Counter, type Counts, countWork } from './count.ts';

/** Leads come in over so long, evenly. */
const OVER = 'P30D';
const AFTERWARDS = 'P120D';
const ORIGINS = ['organic_search', 'paid_search', 'social', 'referral'];

interface Average {
  readonly leads: number;
  readonly counts: Counts;
}

/** The same seed gives the same counts. */
export async function measureAverage(leads = 60, seed = 'cost'): Promise<Average> {
  const rows = rowsOf(leads);
  const counter: { of?: Counter } = {};
  const { runtime } = await replay({
    rows,
    figures: true,
    people: { seed, model: 'answers', reps: 8, sdrs: 3 },
    until: plus(rows.at(-1)?.at ?? STORY_START, AFTERWARDS),
    opened: (opened) => {
      counter.of = countWork(opened);
    },
  });
  const counts = counter.of?.counts();
  await runtime.stop();
  if (!counts) throw new Error('the replay ended before its company stood; see its failures');
  return { leads, counts };
}

function rowsOf(leads: number): readonly LeadRow[] {
  const step = millisOfDuration(OVER) / leads;
  return Array.from({ length: leads }, (_, index) => ({
    id: `cost-${index}`,
    at: instantOf(Math.round(millisOf(STORY_START) + index * step)),
    origin: ORIGINS[index % ORIGINS.length] ?? 'social',
  }));
}
