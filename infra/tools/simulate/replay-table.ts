// A policy replay as a table of text: what happened, the recorded policy through the people model, and each change with its difference.

import { aligned } from '../report/aligned.ts';
import { type Conclusion, type FigureOfWorlds, refusalOf } from './conclusion.ts';
import { FIGURES, type FigureName } from './figures.ts';
import type { Interval } from './interval.ts';
import { type ReplayResult, withConclusion } from './replay-result.ts';

/** What the model takes for granted; printed with every result. */
const ASSUMPTIONS = [
  'People are as they were: a rep stays silent, accepts or refuses as he did, mixed with his department the less is known of him.',
  'Their delays run on the accept clock of the policy that was recorded; what lies beyond the longest wait that was seen is guessed.',
  'Shortening a deadline is known from the record. Nobody knows when the silent would have answered: lengthening one is a guess.',
  'SDRs, directors and owners do with a lead what they did with it; with one that comes where it never came, what somebody did with another.',
  'Everybody begins with no misses and even turns. Suspensions follow from the misses of each world.',
  'Merges, disputes, claims of reps, imports and handovers by people are not played again.',
];

/** Leads whose first difference is shown. */
const SHOWN = 10;

export function replayTable(result: ReplayResult): string {
  const { asked, leads, leftOut, runs, people } = result;
  const { conclusion } = withConclusion(result);
  const head = [
    `${leads} leads played again, ${runs.length} of ${asked.runs} runs, seed ${asked.seed}, delays ${asked.delays}`,
    `${people.answers} of ${people.offers} offers were answered, after ${people.seenMeanHours.toFixed(1)} h on average; with those that were cut off ${fitted(people)}`,
    ...(leftOut > 0
      ? [`${leftOut} leads left out: open before, merged, or not come by a form`]
      : []),
  ];
  if (conclusion === undefined)
    return [...head, 'one run has no spread: merge it with others, or play more'].join('\n');
  const refusal = refusalOf(conclusion);
  return [
    ...head,
    '',
    ...agreement(
      'What happened, and the recorded policy through the people model',
      conclusion.figures,
    ),
    ...(conclusion.holdOut.length > 0
      ? ['', ...agreement('Later half, by people known from the earlier half', conclusion.holdOut)]
      : []),
    '',
    ...(refusal ? [refusal] : changesOf(result, conclusion)),
    '',
    'Taken for granted:',
    ...ASSUMPTIONS.map((line) => `  ${line}`),
  ].join('\n');
}

function fitted({ fittedMeanHours }: ReplayResult['people']): string {
  return fittedMeanHours === null
    ? 'no mean is known: some never answer'
    : `the mean is ${fittedMeanHours.toFixed(1)} h`;
}

function agreement(title: string, figures: readonly FigureOfWorlds[]): readonly string[] {
  return [
    title,
    ...aligned([
      ['', 'happened', 'model', '95 %', ''],
      ...figures.map(({ name, happened, recorded, agrees }) => [
        FIGURES[name].says,
        shown(name, happened),
        shown(name, recorded.mean),
        between(name, recorded),
        agrees ? '' : 'missed',
      ]),
    ]),
  ];
}

function changesOf(result: ReplayResult, { changed }: Conclusion): readonly string[] {
  const { asked, runs } = result;
  const changes = runs.flatMap((run) => run.changes ?? []);
  return changed.flatMap(({ name, near, figures }, world) => {
    const own = changes.filter((one) => one.world === world);
    const guessed = runs.reduce((sum, run) => sum + (run.guessed[world + 1] ?? 0), 0) / runs.length;
    return [
      `${name}${asked.worlds.some((one) => one.near > 0) ? `, people near a deadline ${near === 0 ? 'as ever' : 'move with it'}` : ''}`,
      ...aligned([
        ['', 'would be', '95 %', 'difference', '95 %'],
        ...figures.map((figure) => [
          FIGURES[figure.name].says,
          shown(figure.name, figure.value.mean),
          between(figure.name, figure.value),
          signed(figure.name, figure.difference.mean),
          between(figure.name, figure.difference),
        ]),
      ]),
      ...(guessed > 0
        ? [`  ${guessed.toFixed(1)} answers a run lie beyond what anybody has seen`]
        : []),
      `  ${own.length} of ${result.leads} leads fare otherwise in the first run`,
      ...own.slice(0, SHOWN).map(({ leadId, before, after }) => {
        const says = (one: typeof before) => (one ? `${one.at} ${one.says}` : 'nothing more');
        return `    ${leadId}: ${says(after)}; recorded policy: ${says(before)}`;
      }),
      ...(own.length > SHOWN ? [`    ${own.length - SHOWN} more in the JSON (--json FILE)`] : []),
      '',
    ];
  });
}

function shown(name: FigureName, value: number): string {
  const { unit } = FIGURES[name];
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  return unit === 'hours' ? `${value.toFixed(1)} h` : value.toFixed(3);
}

function signed(name: FigureName, value: number): string {
  return `${value > 0 ? '+' : ''}${shown(name, value)}`;
}

function between(name: FigureName, { low, high }: Interval): string {
  return `${shown(name, low)} to ${shown(name, high)}`;
}
