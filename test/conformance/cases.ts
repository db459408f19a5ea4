import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../infra/emulator/asl/types.ts';

/** A call of a task as it was recorded, and what came back. */
export interface TaskCall {
  readonly state: string;
  /** What a service was sent. */
  readonly parameters?: Json;
  /** What a function was sent whose ARN is the resource. */
  readonly input?: Json;
  readonly submitted?: Json;
  readonly outcome: 'succeeded' | 'failed' | 'timedOut' | 'unfinished';
  readonly output?: Json;
  readonly error?: Json;
  readonly cause?: Json;
}

export interface ExpectedEvent {
  /** No number where the recording has no fixed order. */
  readonly id: unknown;
  readonly prev: number;
  readonly type: string;
  readonly details?: { readonly [name: string]: Json };
}

export interface Case {
  readonly name: string;
  readonly definition: Json;
  readonly input: Json;
  readonly roleArn: string;
  readonly machineName: string;
  readonly features: readonly string[];
  readonly taskCalls: readonly TaskCall[] | null;
  readonly interventions: readonly Json[] | null;
  readonly expectedStatus: string;
  readonly expectedOutput: Json;
  readonly expectedError: Json;
  readonly expectedCause: Json;
  readonly outputTruncated?: boolean;
  readonly expectedHistory: readonly ExpectedEvent[] | null;
}

/** Reads the cases of a folder, or of its folder `cases`, in the order of their names. */
export function readCases(folder: string): Case[] {
  const inner = join(folder, 'cases');
  const from = existsSync(inner) ? inner : folder;
  return readdirSync(from)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(from, file), 'utf8')) as Case); // the format of README.md there
}

/** A recorded value as it was sent: `{"$jsonText": X}` is the text of X. */
export function materialise(value: Json): Json {
  if (Array.isArray(value)) return value.map(materialise);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === '$jsonText') {
    return JSON.stringify(materialise(value.$jsonText ?? null));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, materialise(inner)]),
  );
}
