// What a policy replay came to, as a file: parts that several machines played are put together again.

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Instant } from '../../../functions/leads/instant.ts';
import { type Conclusion, concluded } from './conclusion.ts';
import { sumsSchema } from './course.ts';
import { SimulationError } from './simulation-flags.ts';

const Happening = z.strictObject({ at: Instant, says: z.string() });
const Count = z.int().min(0);

const RunFile = z.strictObject({
  run: Count,
  recorded: sumsSchema,
  changed: z.array(sumsSchema),
  later: sumsSchema.optional(),
  guessed: z.array(Count),
  refused: z.array(Count),
  changes: z
    .array(
      z.strictObject({
        leadId: z.string(),
        world: Count,
        before: Happening.optional(),
        after: Happening.optional(),
      }),
    )
    .optional(),
});

/** What was asked, and of which recording: parts that differ in it are of different replays. */
const Asked = z.strictObject({
  /** SHA-256 of the recording's file. */
  recording: z.string(),
  seed: z.string(),
  delays: z.enum(['steps', 'steady']),
  runs: Count,
  worlds: z.array(z.strictObject({ name: z.string(), near: z.number() })),
});

export const ReplayResult = z.strictObject({
  is: z.literal('policy-replay'),
  version: z.literal(1),
  asked: Asked,
  /** Leads that were played, and those of the recording that were not. */
  leads: Count,
  leftOut: Count,
  people: z.strictObject({
    offers: Count,
    answers: Count,
    /** Hours on the accept clock. */
    seenMeanHours: z.number(),
    fittedMeanHours: z.number().nullable(),
  }),
  happened: z.strictObject({ all: sumsSchema, later: sumsSchema }),
  runs: z.array(RunFile),
  /** Of the runs that are there; for people, and for programs that do not reckon it themselves. */
  conclusion: z.unknown().optional(),
});
export type ReplayResult = z.infer<typeof ReplayResult>;

/** With its conclusion, if there are runs enough for one. */
export function withConclusion(
  result: ReplayResult,
): ReplayResult & { readonly conclusion?: Conclusion } {
  const { happened, asked, runs } = result;
  const { conclusion: _, ...rest } = result;
  if (runs.length < 2) return rest;
  return { ...rest, conclusion: concluded(happened, asked.worlds, runs) };
}

/** Parts of one replay, as one. Throws SimulationError when they are of different ones, or tell the same run otherwise. */
export function merged(parts: readonly ReplayResult[]): ReplayResult {
  const [first] = parts;
  if (!first) throw new SimulationError('there is nothing to merge; name the parts; use');
  const runs = new Map<number, ReplayResult['runs'][number]>();
  for (const [index, part] of parts.entries()) {
    if (textOf(part.asked) !== textOf(first.asked))
      throw new SimulationError(
        `part ${index + 1} is of another replay than the first (recording, seed, worlds, runs or delays differ); play it again with the same command; use`,
      );
    for (const run of part.runs) {
      const known = runs.get(run.run);
      if (known && textOf(known) !== textOf(run))
        throw new SimulationError(
          `run ${run.run} came out otherwise in part ${index + 1}; were they played by the same release? use`,
        );
      runs.set(run.run, run);
    }
  }
  return { ...first, runs: [...runs.values()].sort((one, other) => one.run - other.run) };
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
