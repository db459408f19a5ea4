// A company on the offline target, for tests that are sentences about the business: people act through the API, the clock moves by days.

import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../functions/adapters/table/keys.ts';
import { tableStore } from '../../functions/adapters/table/store.ts';
import type { Table } from '../../functions/adapters/table/table.ts';
import type { Rep } from '../../functions/leads/desk/desk.ts';
import { Instant } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { defaultPolicy, Policy } from '../../functions/leads/policy.ts';
import { present } from '../../functions/leads/present.ts';
import type { Store, StoredEvent } from '../../functions/ports.ts';
import { openDatabase } from '../../infra/emulator/dynamodb/database.ts';
import type { KeptIn } from '../../infra/emulator/emulator.ts';
import type { OpenGround } from '../../infra/emulator/ground.ts';
import { monthsFrom } from '../../infra/local/demonstration.ts';
import { MemoryGround } from '../../infra/local/memory/memory-ground.ts';
import { project, withoutFigures } from '../../infra/local/project.ts';
import {
  LEAD_TABLE,
  type Runtime,
  type RuntimeResponse,
  startRuntime,
} from '../../infra/local/runtime.ts';
import { type FormParts, goodAnswers, goodCall, goodForm } from '../../infra/tools/good-lead.ts';
import { withGrants } from './granted.ts';

export interface RepSpec {
  readonly repId: string;
  readonly department?: string;
  readonly regions?: readonly string[];
  readonly productLines?: readonly string[];
  readonly languages?: readonly string[];
  readonly calendar?: string;
  readonly capacity?: number;
  readonly weight?: number;
}

export interface CompanyOptions {
  /** Monday 14 September 2026, 09:30 in Shanghai, when left out. */
  readonly start?: string;
  readonly reps?: readonly RepSpec[];
  /** Months that have a roster of all reps; the month of the start and the seventeen after it when left out. */
  readonly rosterMonths?: readonly string[];
  /** Laid over the default policy, section by section. */
  readonly policy?: Readonly<Record<string, object | string>>;
  readonly departments?: Readonly<
    Record<string, { regions: string[]; mode: 'direct' | 'director'; directorSub?: string }>
  >;
  readonly dataDir?: string;
  /** Where rows are kept: in memory when left out, but with a folder (decision 0031). */
  readonly rows?: 'memory' | 'dynamodb';
  /** What functions and tests get in place of the table. */
  readonly over?: (table: Table) => Table;
  /** Receives stage changes. */
  readonly webhook?: string;
  /** Figures follow what happens, as in AWS; left out where nobody looks at them. */
  readonly reports?: true;
  /** The sweep comes no more often than this: each hour when left out, for what it does within minutes is what few tests are about. */
  readonly tickEvery?: string;
}

const ZONE = 'Asia/Shanghai';

/** `rep-a`, `rep-b` and so on, all alike. */
export function severalReps(count: number, alike: Omit<RepSpec, 'repId'> = {}): readonly RepSpec[] {
  return [...'abcde'].slice(0, count).map((letter) => ({ repId: `rep-${letter}`, ...alike }));
}

/** Two departments, of one rep each: `rep-a` in Shanghai, `rep-b` in Guangdong. */
export const eastAndSouth: CompanyOptions = {
  reps: [
    { repId: 'rep-a', department: 'East', regions: ['CN-SH'] },
    { repId: 'rep-b', department: 'South', regions: ['CN-GD'] },
  ],
  departments: {
    East: { regions: ['CN-SH'], mode: 'direct' },
    South: { regions: ['CN-GD'], mode: 'direct' },
  },
};

const withoutReports = withoutFigures(project.catalog);

/** What companies set up alike begin with: to set one up takes longer than most tests. */
const setUpAlike = new Map<string, Promise<OpenGround>>();

const grounds = { memory: MemoryGround.open, dynamodb: openDatabase };

/** A company with SDR `sdr-1`, director `director-1`, ops `ops-1` and the reps given, in Shanghai, on the CN calendar. */
export async function openCompany({
  dataDir,
  webhook,
  rows = dataDir === undefined && !process.env.ON_PROTOCOL ? 'memory' : 'dynamodb',
  over = (table) => table,
  ...alike
}: CompanyOptions = {}): Promise<Company> {
  const create = withGrants(project.createFunction);
  const open = async (kept: KeptIn) => {
    const runtime = await startRuntime({
      ...project,
      catalog: alike.reports ? project.catalog : withoutReports,
      createFunction: (name, services) =>
        create(name, { ...services, table: over(services.table) }),
      clock: { mode: 'manual', start: Instant.parse(alike.start ?? '2026-09-14T01:30:00.000Z') },
      ...kept,
      ...present({
        webhooks: webhook === undefined ? undefined : { webhook: { url: webhook, key: 'k' } },
        tickEvery: alike.tickEvery ?? 'PT1H',
      }),
    });
    return new Company(runtime, tableStore(over(runtime.table)));
  };
  const setUp = async (): Promise<OpenGround> => {
    const company = await open({ ground: grounds[rows] });
    await company.setUp(alike);
    const copy = await company.runtime.copy();
    await company.runtime.stop();
    return copy;
  };
  const key = JSON.stringify({ rows, ...alike });
  const copy = setUpAlike.get(key) ?? setUp();
  setUpAlike.set(key, copy);
  return open({ dataDir, ground: await copy });
}

async function itemsIn({ database, clients }: Runtime): Promise<readonly Item[]> {
  if (database instanceof MemoryGround) return database.table.items;
  const client = DynamoDBDocumentClient.from(clients.dynamodb);
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName: LEAD_TABLE }))
    items.push(...(page.Items ?? []));
  return items;
}

export class Company {
  readonly runtime: Runtime;
  /** The same store that the functions use, to look at rows as they are. */
  readonly store: Store;
  #people = 0;

  constructor(runtime: Runtime, store = tableStore(runtime.table)) {
    this.runtime = runtime;
    this.store = store;
  }

  async setUp({
    reps = severalReps(3),
    rosterMonths,
    policy = {},
    departments = {},
  }: CompanyOptions): Promise<void> {
    const tenant = { zone: ZONE, calendar: 'CN' };
    const document = Policy.parse({ ...defaultPolicy(), tenant, ...policy });
    await this.must(this.ops.put('/v1/policy', document, { 'if-match': '"0"' }));
    for (const [id, department] of Object.entries(departments))
      await this.must(this.ops.put(`/v1/departments/${id}`, department));
    await this.putSdr();
    for (const rep of reps) await this.putRep(rep);
    for (const month of rosterMonths ?? monthsFrom(this.now, 18))
      await this.publishRoster(
        month,
        reps.map(({ repId }) => repId),
      );
    await this.runtime.settled();
  }

  /** Who acts: each call is an API request with that person's token. */
  as(sub: string, ...groups: string[]) {
    const token = this.runtime.token(sub, groups);
    const call =
      (method: string) =>
      (path: string, body?: unknown, headers: Record<string, string> = {}) =>
        this.runtime.request(method, path, {
          token,
          headers,
          ...(body === undefined ? {} : { body }),
        });
    return { get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH') };
  }

  /** What somebody asks, and all that follows from it. */
  async act(sub: string, group: string, path: string, body?: object): Promise<RuntimeResponse> {
    const answer = await this.as(sub, group).post(path, body);
    await this.runtime.settled();
    return answer;
  }

  get director() {
    return this.as('director-1', 'director');
  }

  get ops() {
    return this.as('ops-1', 'ops');
  }

  get now(): Instant {
    return this.runtime.now;
  }

  async advance(by: string): Promise<void> {
    await this.runtime.advance(by);
  }

  async advanceTo(at: string): Promise<void> {
    await this.runtime.advance({ to: Instant.parse(at) });
  }

  /** What ops know about an SDR. */
  putSdr(sdrId = 'sdr-1', more: object = {}): Promise<RuntimeResponse> {
    const body = { ...this.#desk({ repId: sdrId, department: 'Marketing' }), ...more };
    return this.must(this.ops.put(`/v1/sdrs/${sdrId}`, body));
  }

  putRep(rep: RepSpec & { readonly active?: boolean }): Promise<RuntimeResponse> {
    return this.must(this.ops.put(`/v1/reps/${rep.repId}`, this.#desk(rep)));
  }

  publishRoster(month: string, repIds: readonly string[]): Promise<RuntimeResponse> {
    return this.must(this.ops.put(`/v1/rosters/${month}`, { repIds }));
  }

  /** Sends the form as a new person of a new company (or as the one given) and returns the lead that it became or joined. */
  async submit(over: FormParts = {}): Promise<Lead> {
    this.#people += 1;
    const n = this.#people;
    const answer = await this.must(
      this.runtime.request('POST', '/v1/submissions', {
        body: goodForm({
          ...over,
          person: {
            name: `Person ${n}`,
            email: `person${n}@company${n}.example`,
            ...over.person,
          },
          interest: { message: `message ${n}`, ...over.interest },
        }),
      }),
    );
    await this.runtime.settled();
    const { submissionId } = answer.body as { submissionId: string };
    const submission = await this.store.submission(submissionId);
    return this.lead(submission?.leadId ?? '');
  }

  /** An MQL taken and qualified by `sdr-1`: the router has acted when this returns. */
  async handOver(lead: Lead | undefined = undefined, answers: object = goodAnswers): Promise<Lead> {
    const { leadId } = lead ?? (await this.submit());
    const sdr = this.as('sdr-1', 'sdr');
    if ((await this.lead(leadId)).state === 'MQL')
      await this.must(sdr.post(`/v1/leads/${leadId}/take`));
    await this.must(sdr.post(`/v1/leads/${leadId}/qualification`, answers));
    await this.runtime.settled();
    return this.lead(leadId);
  }

  /** A call of `sdr-1` that reached the customer. */
  async call(leadId: string): Promise<void> {
    await this.must(this.act('sdr-1', 'sdr', `/v1/leads/${leadId}/activities`, goodCall));
  }

  accept(offer: Offer, headers: Record<string, string> = {}): Promise<RuntimeResponse> {
    return this.as(offer.repId, 'rep').post(
      `/v1/offers/${offer.offerId}/accept`,
      undefined,
      headers,
    );
  }

  reject(offer: Offer, reason = 'NO_BUDGET', more: object = {}): Promise<RuntimeResponse> {
    const body = { reason, note: 'the customer said so', contacted: true, ...more };
    return this.as(offer.repId, 'rep').post(`/v1/offers/${offer.offerId}/reject`, body);
  }

  /** The rep of this offer opens an opportunity on its lead, straight from the offer if it is pending; returns its id. */
  async opportunity({ leadId, repId }: Offer, over: object = {}): Promise<string> {
    const body = { amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31', ...over };
    const answer = await this.must(
      this.as(repId, 'rep').post(`/v1/leads/${leadId}/opportunity`, body),
    );
    await this.runtime.settled();
    return (answer.body as { opportunityId: string }).opportunityId;
  }

  /** The director's word on who gets a lead. */
  assign(leadId: string, repId: string, liftExclusion = false): Promise<RuntimeResponse> {
    const reason = 'agreed by phone';
    const body = { repId, reason, ...(liftExclusion ? { liftExclusion } : {}) };
    return this.director.post(`/v1/leads/${leadId}/assign`, body);
  }

  /** The offer runs out in silence, and whoever is next has it when this returns. */
  async letExpire(offer: Offer): Promise<void> {
    await this.advanceTo(offer.expireAt);
  }

  async failDelivery(fail: boolean): Promise<void> {
    await this.must(this.runtime.request('PUT', '/_local/delivery', { body: { fail } }));
  }

  async lead(leadId: string): Promise<Lead> {
    const lead = await this.store.lead(leadId as Lead['leadId']);
    if (!lead) throw new Error(`no lead ${leadId}`);
    return lead;
  }

  /** The offer that is pending, or the last one. */
  async offer(leadId: string): Promise<Offer> {
    const offer = (await this.store.offersOf(leadId as Lead['leadId'])).at(-1);
    if (!offer) throw new Error(`no offer of ${leadId}`);
    return offer;
  }

  /** All offers of a lead, the first one first. */
  offers(leadId: string): Promise<readonly Offer[]> {
    return this.store.offersOf(leadId as Lead['leadId']);
  }

  async rep(repId: string): Promise<Rep> {
    const rep = await this.store.rep(repId);
    if (!rep) throw new Error(`no rep ${repId}`);
    return rep;
  }

  /** Turns that count for a rep, as everyone sees them (4.5). */
  async turns(repId: string): Promise<number> {
    const { reps, pools } = await this.store.desk();
    const department = reps.find((rep) => rep.repId === repId)?.department;
    const pool = pools.find((one) => one.department === department);
    return pool?.members[repId]?.served ?? 0;
  }

  /** What was sent about a lead, as `to: subject`, in order. */
  async sent(leadId: string): Promise<readonly string[]> {
    const messages = await this.runtime.outbox.messages();
    return messages
      .filter((message) => message.leadId === leadId)
      .map(({ to, subject }) => `${to}: ${subject}`);
  }

  /** Everything in the table, in the order of its keys. */
  async items(): Promise<readonly Item[]> {
    const items = await itemsIn(this.runtime);
    const key = ({ pk, sk }: Item) => `${pk} ${sk}`;
    return items.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  async events(leadId: string): Promise<readonly StoredEvent[]> {
    return (await this.store.eventsOf(leadId, { limit: 1000 })).items;
  }

  async story(leadId: string): Promise<readonly string[]> {
    return (await this.events(leadId)).map(({ type }) => type);
  }

  /** The answer, or an error that shows what was refused. */
  async must(request: Promise<RuntimeResponse>): Promise<RuntimeResponse> {
    const response = await request;
    if (response.status >= 300)
      throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
    return response;
  }

  async close(): Promise<void> {
    await this.runtime.stop();
  }

  #desk(rep: RepSpec): object {
    const {
      repId,
      department = 'East',
      regions = [],
      productLines = [],
      calendar = 'CN',
      ...more
    } = rep;
    return {
      name: repId,
      email: `${repId}@leadloop.example`,
      department,
      regions,
      productLines,
      calendar,
      ...more,
    };
  }
}
