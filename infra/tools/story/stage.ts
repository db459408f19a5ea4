// The stage on which stories are played: the demonstration company on a clock that moves, people who act through the API, and how
// what happened is told. Every line is a stored event, by the sentence that GET /v1/leads/{leadId}/timeline gives.

import { Instant, millisOf } from '../../../functions/leads/instant.ts';
import { showInstant } from '../../../functions/use-cases/reading/speak.ts';
import { demonstrate } from '../../local/demonstration.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { project, withoutFigures } from '../../local/project.ts';
import { type Runtime, type RuntimeResponse, startRuntime } from '../../local/runtime.ts';

const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;

/** One line of a story: the event it tells, where it was taken from. */
export interface Line {
  readonly id: string;
  readonly at: Instant;
  readonly type: string;
  readonly sentence: string;
}

/** Monday 14 September 2026, 09:30 in Shanghai: stories begin. */
export const STORY_START = Instant.parse('2026-09-14T01:30:00.000Z');

interface Pending {
  readonly offerId: string;
  readonly repId: string;
}

/** What a story does: each call is an API request, and has had all its consequences at this instant when it answers. */
export class Stage {
  readonly #runtime: Runtime;

  private constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Plays on a fresh offline target in memory, with the demonstration company. */
  static async play<Result>(story: (stage: Stage) => Promise<Result>): Promise<Result> {
    const runtime = await startRuntime({
      ...project,
      catalog: withoutFigures(project.catalog),
      ground: MemoryGround.open,
      clock: { mode: 'manual', start: STORY_START },
    });
    try {
      await demonstrate(runtime);
      return await story(new Stage(runtime));
    } finally {
      await runtime.stop();
    }
  }

  /** Somebody's requests. Throws when one is refused. */
  as(sub: string, group: string, method: 'POST' | 'PATCH' = 'POST') {
    return async (path: string, body?: object): Promise<unknown> =>
      must(await this.try(sub, group, path, { body, method }), path);
  }

  /** A request that may be refused. */
  async try(
    sub: string,
    group: string,
    path: string,
    {
      body,
      method = 'POST',
    }: { readonly body?: object | undefined; readonly method?: string } = {},
  ): Promise<RuntimeResponse> {
    const answer = await this.#runtime.request(method, path, {
      token: this.#runtime.token(sub, [group]),
      ...(body ? { body } : {}),
    });
    await this.#runtime.settled();
    return answer;
  }

  /** A form is sent; the lead that it opened or joined. */
  async submit(form: object): Promise<string> {
    const sent = await this.#runtime.request('POST', '/v1/submissions', { body: form });
    await this.#runtime.settled();
    const { submissionId } = must(sent, 'the form') as { submissionId: string };
    const { leadId } = await this.read<{ leadId: string }>(`/v1/submissions/${submissionId}`);
    return leadId;
  }

  async at(instant: string): Promise<void> {
    await this.#runtime.advance({ to: Instant.parse(instant) });
  }

  async after(duration: string): Promise<void> {
    await this.#runtime.advance(duration);
  }

  get now(): Instant {
    return this.#runtime.now;
  }

  /** The pending offer of a lead. Throws when there is none. */
  async pendingOffer(leadId: string): Promise<Pending> {
    const { offers } = await this.read<{ offers: readonly (Pending & { status: string })[] }>(
      `/v1/leads/${leadId}`,
    );
    const offer = offers.find(({ status }) => status === 'PENDING');
    if (!offer) throw new Error(`lead ${leadId} has no pending offer where the story needs one`);
    return offer;
  }

  async publishRoster(month: string): Promise<void> {
    const { items } = await this.read<{ items: readonly { repId: string }[] }>('/v1/reps');
    const token = this.#runtime.token('ops-sun', ['ops']);
    const body = { repIds: items.map(({ repId }) => repId) };
    must(await this.#runtime.request('PUT', `/v1/rosters/${month}`, { token, body }), month);
  }

  /** All that happened to a lead so far. */
  async timeline(leadId: string): Promise<readonly Line[]> {
    const { items } = await this.read<{ items: readonly Line[] }>(`/v1/leads/${leadId}/timeline`);
    return items;
  }

  async read<Body>(path: string): Promise<Body> {
    const token = this.#runtime.token('ops-sun', ['ops']);
    // Codec: the contract of api.md for this route.
    return must(await this.#runtime.request('GET', path, { token }), path) as Body;
  }
}

function must({ status, body }: RuntimeResponse, what: string): unknown {
  if (status >= 300) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The lines as text: a date a day, the hour a line, and how long nothing happened. */
export function tellStory(lines: readonly Line[]): string {
  const told: string[] = [];
  let before: Instant | undefined;
  for (const { at, sentence } of lines) {
    const [weekday, day, month, year, time] = showInstant(ZONE, at).split(' ');
    const [previous = ''] = before === undefined ? [] : [showInstant(ZONE, before).slice(0, -6)];
    const date = `${weekday} ${day} ${month} ${year}`;
    const days = before === undefined ? 0 : Math.floor((millisOf(at) - millisOf(before)) / DAY);
    if (date !== previous)
      told.push(...(days > 1 ? ['', `   … ${days} days pass …`] : []), '', date);
    told.push(`  ${time}  ${sentence}`);
    before = at;
  }
  return told.join('\n');
}
