// A play: what the people of a cast do, and the runtime's own timers, one after the other in order of their instants. What is done
// is in the table and on the clock, so a play that was killed goes on where it stood.

import * as z from 'zod';
import { LeadId } from '../../../functions/leads/ids.ts';
import { millisOf as epoch, type Instant, instantOf } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import { present } from '../../../functions/leads/present.ts';
import type { State } from '../../../functions/leads/states.ts';
import type { Store } from '../../../functions/ports.ts';
import { TimerHeap } from '../../emulator/clock/timer-heap.ts';
import type { KeptIn } from '../../emulator/emulator.ts';
import type { FunctionHandler } from '../../emulator/lambda/lambda-functions.ts';
import { project, withoutDigests, withoutFigures } from '../../local/project.ts';
import { type CreateFunction, type Runtime, startRuntime } from '../../local/runtime.ts';
import { dayOf } from './company.ts';
import { type Counts, counted } from './counted-table.ts';
import type { HumanAction, Who } from './human-action.ts';
import { allLeads, lookAt } from './stored-leads.ts';

/** Who plays, and what they do: from what is stored, without a memory of their own. */
export interface Cast {
  /** Brings the company as it stands when the first comes; changes nothing where it stands already. */
  readonly open: (runtime: Runtime, store: Store) => Promise<void>;
  /** What comes by itself at its instant, ascending: forms, rosters, absences. */
  readonly entrances: readonly Entrance[];
  /** The next that anybody does with the lead; undefined when everybody leaves it alone. */
  readonly next: (store: Store, lead: Lead) => Promise<HumanAction | undefined>;
  /** States of leads with which somebody may do something. */
  readonly playable: readonly State[];
  /** What ops do next for the company, however the leads stand. */
  readonly upkeep?: (store: Store) => Promise<HumanAction>;
}

export interface Entrance {
  readonly at: Instant;
  /** Made when it is its turn: bodies of forms are large. */
  readonly action: () => HumanAction;
}

export interface PlayOptions {
  /** Where the clock stops: everything due before it is done. */
  readonly until: Instant;
  readonly dataDir?: string;
  /** Where rows are kept without a folder: in a database of its own when left out (decision 0031). */
  readonly ground?: KeptIn['ground'];
  /** Figures follow what happens, as in AWS; they take as long again, and can be made afterwards. */
  readonly figures?: true;
  /** Told after each step; the next one waits for it. */
  readonly progress?: (so: Progress) => void | Promise<void>;
  /** Called when the company stands and no lead has come yet. */
  readonly opened?: (runtime: Runtime) => void;
  /** Told of each request that was refused: the people asked for what the rules do not allow. */
  readonly refused?: (refusal: Refusal) => void;
}

export interface Progress {
  readonly submitted: number;
  readonly of: number;
  readonly now: Instant;
}

export interface Refusal {
  readonly action: HumanAction;
  readonly status: number;
  readonly body: unknown;
}

export interface Played {
  readonly runtime: Runtime;
  readonly store: Store;
  /** What the functions asked of the table in this process, by name: DynamoDB's commands, or calls of the table in memory. */
  readonly commands: ReadonlyMap<string, number>;
}

/** The safety net looks once a day only: nothing is lost here, and each look costs more than a lead's step. */
const SWEEP_EVERY = 'P1D';
const UPKEEP = 'upkeep';

/** As much of the stream's records as names the row that an event tells of. */
const Told = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({ NewImage: z.object({ scope: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** Plays to the end, from the beginning or from where the data folder stands. The caller stops the runtime. */
export async function play(cast: Cast, options: PlayOptions): Promise<Played> {
  const [first] = cast.entrances;
  if (!first) throw new RangeError('nobody comes; give at least one entrance');
  const told = new Set<LeadId>();
  const commands: Counts = new Map();
  const runtime = await startRuntime({
    ...project,
    catalog: options.figures ? withoutDigests(project.catalog) : withoutFigures(project.catalog),
    // On a ground of its own no command is sent: the calls are counted where they are made.
    createFunction: telling(told, options.ground && commands),
    clock: { mode: 'manual', start: dayOf(first.at) },
    tickEvery: SWEEP_EVERY,
    ...present({ dataDir: options.dataDir, ground: options.ground }),
  });
  countCommands(runtime, commands);
  const store = lookAt(runtime);
  await runtime.settled();
  await cast.open(runtime, store);
  options.opened?.(runtime);
  await new Play(cast, options, { runtime, store, told }).run();
  return { runtime, store, commands };
}

class Play {
  readonly #cast: Cast;
  readonly #options: PlayOptions;
  readonly #runtime: Runtime;
  readonly #store: Store;
  /** Leads of which the stream told something since their plans were made. */
  readonly #told: Set<LeadId>;
  readonly #agenda = new TimerHeap();
  readonly #plans = new Map<string, HumanAction>();
  readonly #tokens = new Map<string, string>();
  readonly #progress: NonNullable<PlayOptions['progress']>;
  #entered = 0;
  /** Actions before this instant are done, or were refused for good. */
  #reached = 0;

  constructor(
    cast: Cast,
    options: PlayOptions,
    parts: { readonly runtime: Runtime; readonly store: Store; readonly told: Set<LeadId> },
  ) {
    this.#cast = cast;
    this.#options = options;
    this.#runtime = parts.runtime;
    this.#store = parts.store;
    this.#told = parts.told;
    this.#progress = options.progress ?? (() => {});
  }

  async run(): Promise<void> {
    const { until } = this.#options;
    await this.#resume();
    for (let at = this.#nextInstant(); at <= epoch(until); at = this.#nextInstant()) {
      await this.#runtime.advance({ to: instantOf(at) });
      this.#reached = at;
      await this.#lookAgain();
      await this.#enterAt(at);
      await this.#actAt(at);
      await this.#tellProgress();
    }
    await this.#runtime.advance({ to: until });
    await this.#tellProgress();
  }

  /** Whoever came before the clock's instant is in; those at it come again, which changes nothing. Plans come from the table. */
  async #resume(): Promise<void> {
    const now = this.#runtime.now;
    this.#reached = epoch(now);
    const { entrances, playable } = this.#cast;
    const next = entrances.findIndex(({ at }) => at >= now);
    this.#entered = next === -1 ? entrances.length : next;
    for await (const lead of allLeads(this.#store, playable)) this.#told.add(lead.leadId);
    await this.#planUpkeep();
    await this.#lookAgain();
  }

  #nextInstant(): number {
    const entrance = this.#cast.entrances[this.#entered];
    return Math.min(
      entrance ? epoch(entrance.at) : Number.POSITIVE_INFINITY,
      this.#agenda.first()?.at ?? Number.POSITIVE_INFINITY,
      this.#runtime.clock.nextTimerAt() ?? Number.POSITIVE_INFINITY,
    );
  }

  async #enterAt(at: number): Promise<void> {
    const { entrances } = this.#cast;
    for (
      let entrance = entrances[this.#entered];
      entrance && epoch(entrance.at) === at;
      entrance = entrances[this.#entered]
    ) {
      await this.#request(entrance.action());
      this.#entered += 1;
    }
  }

  async #actAt(at: number): Promise<void> {
    for (let due = this.#agenda.first(); due && due.at <= at; due = this.#agenda.first()) {
      this.#agenda.take();
      const action = this.#plans.get(due.key);
      this.#plans.delete(due.key);
      if (!action) continue;
      await this.#request(action);
      if (due.key === UPKEEP) await this.#planUpkeep();
    }
  }

  async #request(action: HumanAction): Promise<void> {
    const { method, path, body, key, who } = action;
    const token = this.#tokenOf(who);
    const { status, body: answer } = await this.#runtime.request(method, path, {
      headers: { 'idempotency-key': key },
      ...present({ body, token }),
    });
    if (status >= 500)
      throw new Error(`${method} ${path} answered ${status}; see its failure above`);
    if (status >= 400) this.#options.refused?.({ action, status, body: answer });
    await this.#runtime.settled();
    await this.#lookAgain();
  }

  #tokenOf(who: Who): string | undefined {
    if (who === 'customer') return undefined;
    // The same person may be an SDR here and a rep there.
    const name = `${who.group} ${who.sub}`;
    const known = this.#tokens.get(name) ?? this.#runtime.token(who.sub, [who.group]);
    this.#tokens.set(name, known);
    return known;
  }

  /** Plans again for the leads that something happened to. */
  async #lookAgain(): Promise<void> {
    while (this.#told.size > 0) {
      const ids = [...this.#told].toSorted();
      this.#told.clear();
      for (const leadId of ids) {
        const lead = await this.#store.lead(leadId);
        this.#plan(leadId, lead && (await this.#cast.next(this.#store, lead)));
      }
    }
  }

  async #planUpkeep(): Promise<void> {
    this.#plan(UPKEEP, await this.#cast.upkeep?.(this.#store));
  }

  /** What lies in the past was tried and refused, maybe before a restart: it stays undone. */
  #plan(key: string, action: HumanAction | undefined): void {
    const at = action && epoch(action.at);
    if (action === undefined || at === undefined || at < this.#reached) {
      this.#agenda.cancel(key);
      this.#plans.delete(key);
      return;
    }
    this.#agenda.set(key, at);
    this.#plans.set(key, action);
  }

  async #tellProgress(): Promise<void> {
    const of = this.#cast.entrances.length;
    await this.#progress({ submitted: this.#entered, of, now: this.#runtime.now });
  }
}

/** The project's functions, where the relay also says which leads it relayed for. */
function telling(told: Set<LeadId>, counts: Counts | undefined): CreateFunction {
  return async (name, clients) => {
    const table = counts ? counted(clients.table, counts) : clients.table;
    const handler = await project.createFunction(name, { ...clients, table });
    return name === 'RelayEvents' ? relayTelling(handler, told) : handler;
  };
}

function relayTelling(handler: FunctionHandler, told: Set<LeadId>): FunctionHandler {
  return async (event, context) => {
    for (const { dynamodb } of Told.parse(event).Records) {
      const leadId = LeadId.safeParse(dynamodb.NewImage.scope.S);
      if (leadId.success) told.add(leadId.data);
    }
    return handler(event, context);
  };
}

function countCommands({ clients }: Runtime, counts: Counts): void {
  clients.dynamodb.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        counts.set(commandName, (counts.get(commandName) ?? 0) + 1);
        return next(args);
      },
    { step: 'initialize', name: 'countCommands' },
  );
}
