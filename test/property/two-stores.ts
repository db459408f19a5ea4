// One life over rows in memory and over DynamoDB's protocol, to the byte (decision 0031).

import fc from 'fast-check';
import type { Runtime } from '../../infra/local/runtime.ts';
import { Turns } from '../support/turns.ts';
import type { World } from './acting.ts';
import { aCommand, type Command } from './commands.ts';
import { happen, openWorld, perform } from './world.ts';

export interface Life {
  readonly commands: readonly Command[];
  /** Who comes first where several act at once. */
  readonly draws: readonly number[];
}

/** Ten to forty commands, as in the invariants' own lives. */
export const aLife: fc.Arbitrary<Life> = fc.record({
  commands: fc.array(aCommand({ faults: true }), { minLength: 10, maxLength: 40, size: 'max' }),
  draws: fc.array(fc.nat({ max: 11 }), { minLength: 8, maxLength: 20 }),
});

/** All that is left of a life, one line a row, message, execution or failure. */
export async function lifeOver(
  rows: 'memory' | 'dynamodb',
  { commands, draws }: Life,
): Promise<readonly string[]> {
  let drawn = 0;
  const turns = new Turns((below) => {
    drawn += 1;
    return (draws[drawn % draws.length] ?? 0) % below;
  });
  const world = await openWorld({ rows, over: (table) => turns.over(table) });
  oneByOne(world.company.runtime, turns);
  try {
    for (const command of commands) await act(world, command, turns);
    return await leftOf(world);
  } finally {
    await world.company.close();
  }
}

/** What moves the clock is no race: it is done when all is done. */
function movesClock(command: Command): boolean {
  return command.do === 'push';
}

async function act(world: World, command: Command, turns: Turns): Promise<void> {
  const acts = command.do === 'pair' ? [command.one, command.other] : [command];
  if (acts.length === 1 || acts.some(movesClock)) {
    for (const one of acts) await happen(world, one);
    return;
  }
  await withoutRelay(world.company.runtime, () =>
    turns.race(acts.map((one) => () => perform(world, one))),
  );
  await happen(world, { do: 'advance', by: 'PT1S' });
}

/** The relay would run beside a request, as quickly as each store lets it. */
async function withoutRelay<T>({ faults }: Runtime, work: () => Promise<T>): Promise<T> {
  faults.streams = 'off';
  try {
    return await work();
  } finally {
    faults.streams = 'on';
  }
}

/** Each request is answered before what follows from it begins, and that is done before the next request, but in a race. */
function oneByOne(runtime: Runtime, turns: Turns): void {
  const request = runtime.request.bind(runtime);
  runtime.request = async (...asked) => {
    if (turns.areRacing) return request(...asked);
    const answer = await withoutRelay(runtime, () => request(...asked));
    await runtime.settled();
    return answer;
  };
}

async function leftOf({ company }: World): Promise<readonly string[]> {
  const { runtime } = company;
  const executions = await runtime.executions.list('lead_');
  const told = [
    ...(await company.items()),
    ...(await runtime.outbox.messages()),
    ...executions.map(({ name, status }) => ({ name, status })),
    ...runtime.failures.map(({ job, error }) => ({ job, error: String(error) })),
  ];
  return told.map((one) => JSON.stringify(one, inOrder));
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
