// A routing simulation as text for a terminal, and as JSON.

import { localDateOf } from '../../../functions/leads/calendar/local-dates.ts';
import { present } from '../../../functions/leads/present.ts';
import { aligned } from '../report/aligned.ts';
import type { Recording } from './recording.ts';
import { toldOf } from './recording-file.ts';
import type { Cause } from './routing-causes.ts';
import type { Changes } from './routing-changes.ts';
import type { Fairness } from './routing-fairness.ts';
import type { Handover, Simulated } from './routing-simulation.ts';

export interface RoutingResult {
  readonly recording: Recording;
  readonly changes: Changes;
  readonly simulated: Simulated;
  readonly before: Fairness;
  readonly after: Fairness;
}

const NOBODY = 'nobody';
/** So many leads are shown one by one; all of them are in the JSON. */
const SHOWN = 30;

function isOther({ had, deal }: Handover): boolean {
  return had !== deal?.repId;
}

/** With what is to be known of it, and what it cannot say. */
export function routingText(result: RoutingResult): string {
  const { recording, changes, simulated } = result;
  const { handovers, decisions, sameAgain, firstOther } = simulated;
  const others = handovers.filter(isOther);
  const names = changes.parts.map(({ name }) => name).join(', ');
  const head = [
    'To whom would each lead have gone?',
    toldOf(recording),
    names === '' ? 'Nothing was changed.' : `Changed: ${names}.`,
    `${others.length} of ${handovers.length} handovers would have gone elsewhere.`,
    ...(sameAgain === decisions
      ? []
      : [
          `! ${decisions - sameAgain} of ${decisions} recorded decisions do not come out again as they were (the first: ${firstOther?.leadId} at ${firstOther?.at}): the product was another then, or something of before is not known. Differences near them say little.`,
        ]),
  ];
  const zone = recording.head.zone;
  const listed = others.slice(0, SHOWN).map((one) => lineOf(one, zone));
  const more = others.length - SHOWN;
  return [
    ...head,
    ...(others.length === 0 ? [] : ['', ...causesOf(others)]),
    ...(others.length === 0
      ? []
      : ['', ...aligned([['lead', 'on', 'had it', 'would have', 'first because of'], ...listed])]),
    ...(more > 0 ? [`and ${more} more; --json FILE has all of them`] : []),
    '',
    ...fairnessLines(result),
    '',
    'What people answered, and when, stays as it was, whoever has the lead; how others would have answered is a question for policy replay.',
  ].join('\n');
}

function lineOf(
  { slot, had, deal, cause, decision, asksDirector }: Handover,
  zone: string,
): string[] {
  return [
    slot.lead.leadId,
    localDateOf(zone, deal?.at ?? decision.at),
    had ?? NOBODY,
    `${deal?.repId ?? NOBODY}${asksDirector ? ' (a director asked)' : ''}`,
    causeText(cause),
  ];
}

function causeText(cause: Cause | undefined): string {
  if (!cause) return '';
  if (cause.kind === 'follows') return `follows from ${cause.leadId} (${cause.of})`;
  return cause.kind === 'together' ? `${cause.of.join(' and ')} together` : cause.of;
}

/** How many leads each change moves, by itself and by what follows. */
function causesOf(others: readonly Handover[]): readonly string[] {
  const counts = new Map<string, { byItself: number; follows: number }>();
  for (const { cause } of others) {
    if (!cause) continue;
    const of = typeof cause.of === 'string' ? cause.of : cause.of.join(' + ');
    const known = counts.get(of) ?? { byItself: 0, follows: 0 };
    counts.set(of, known);
    if (cause.kind === 'follows') known.follows += 1;
    else known.byItself += 1;
  }
  const rows = [...counts].map(([of, { byItself, follows }]) => [of, `${byItself}`, `${follows}`]);
  return aligned([['first cause', 'by itself', 'follows from it'], ...rows]);
}

const FIGURES = ['offers', 'turns', 'offers per eligible day', 'leads that waited'] as const;

function fairnessLines({ before, after }: RoutingResult): readonly string[] {
  const titles = FIGURES.map((key) => `${key}, was → would be`);
  const afterOf = new Map(after.rows.map((row) => [row.rep, row.figures]));
  const reps = [...new Set([...before.rows, ...after.rows].map(({ rep }) => rep))].toSorted();
  const beforeOf = new Map(before.rows.map((row) => [row.rep, row.figures]));
  const rows = reps.map((rep) => [rep, ...pairs(beforeOf.get(rep), afterOf.get(rep))]);
  const { figures: was } = before.total;
  const { figures: will } = after.total;
  return [
    ...aligned([['rep', ...titles], ...rows, ['all', ...pairs(was, will)]]),
    `Least and most offers per eligible day: ${text(was.least)} and ${text(was.most)} → ${text(will.least)} and ${text(will.most)}.`,
  ];
}

type Figures = Fairness['total']['figures'];

function pairs(was: Figures = {}, will: Figures = {}): readonly string[] {
  return FIGURES.map((key) => `${text(was[key])} → ${text(will[key])}`);
}

function text(figure: unknown): string {
  return figure === null || figure === undefined ? '–' : String(figure);
}

/** Every handover, the changed and the others; fairness as the report has it. */
export function routingJson(result: RoutingResult): object {
  const { recording, changes, simulated, before, after } = result;
  const { handovers, decisions, sameAgain, firstOther } = simulated;
  return present({
    recording: recording.head,
    changed: changes.parts.map(({ name }) => name),
    decisions,
    sameAgain,
    firstOther: firstOther && { leadId: firstOther.leadId, at: firstOther.at },
    moved: handovers.filter(isOther).length,
    handovers: handovers.map(({ slot, decision, had, deal, cause, asksDirector }) =>
      present({
        leadId: slot.lead.leadId,
        offerId: slot.recorded?.offerId,
        cycle: slot.cycle,
        at: decision.at,
        had: had ?? null,
        would: deal?.repId ?? null,
        wouldAt: deal?.at,
        asksDirector,
        cause,
      }),
    ),
    fairness: { before, after },
  });
}
