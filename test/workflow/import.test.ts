import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkId, chunksOf } from '../../functions/leads/intake/import.ts';
import { depsOver } from '../../functions/platform/deps.ts';
import { system } from '../../functions/ports.ts';
import { advanceImport } from '../../functions/use-cases/intake/import-cards.ts';
import { environment } from '../../infra/local/project.ts';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

interface Report {
  readonly importId: string;
  readonly state: string;
  readonly good: number;
  readonly done: number;
  readonly badRows: number;
  readonly unreadRows: number;
  readonly results: Readonly<Record<string, number>>;
  readonly bad: readonly { line: number; column: string; reason: string }[];
  readonly unread: Report['bad'];
}

function cards(count: number, company_: string): string {
  const rows = Array.from(
    { length: count },
    (_, n) => `Guest ${n},guest${n}@${company_}${n}.example,${n % 2 ? 'yes' : 'no'}`,
  );
  return ['Name,Mail,Came', ...rows].join('\n');
}

async function send(csv: string, more: object = {}): Promise<Report> {
  const answer = await company.must(
    company.ops.post('/v1/imports', {
      ...{ name: 'Shanghai 2026', form: 'event-shanghai-2026', csv },
      mapping: { Name: 'person.name', Mail: 'person.email', Came: 'attended' },
      consent: { privacyPolicy: '2026-01', email: true },
      ...more,
    }),
  );
  await company.runtime.settled();
  return answer.body as Report;
}

async function report(importId: string): Promise<Report> {
  return (await company.must(company.ops.get(`/v1/imports/${importId}`))).body as Report;
}

async function leads(): Promise<number> {
  const { items } = await company.store.leadsIn('MAL', { limit: 1000 });
  return items.length;
}

describe('an import of cards', () => {
  it('brings in one by one who can be reached, and names by line and column what could not be read', async () => {
    const { importId } = await send(`${cards(45, 'one')}\n,broken@one.example,yes\nX,nothing,no`);

    const done = await report(importId);

    expect(done).toMatchObject({
      state: 'finished',
      good: 46,
      done: 46,
      badRows: 1,
      unreadRows: 1,
    });
    expect(done.results).toMatchObject({ accepted: 46, refused: 0 });
    expect(done.bad.map(({ line, column }) => [line, column])).toEqual([[48, 'Mail']]);
    expect(done.unread.map(({ line, column }) => [line, column])).toEqual([[47, 'Name']]);
    expect(await leads()).toBe(46);
  });

  it('the same file twice changes nothing', async () => {
    const first = await send(cards(5, 'twice'));
    const before = await company.runtime.outbox.messages();

    const second = await send(cards(5, 'twice'));

    expect(second).toEqual(await report(first.importId));
    expect(await company.runtime.outbox.messages()).toEqual(before);
  });

  it('a corrected file under the same name brings in only what was not in yet', async () => {
    await send(`${cards(3, 'fixed')}\nLate,wrong,yes`);
    const { importId } = await send(`${cards(3, 'fixed')}\nLate,late@fixed9.example,yes`);

    expect((await report(importId)).results).toMatchObject({ accepted: 1, repeated: 3 });
  });

  it('a dry run gives the same report and writes nothing', async () => {
    const before = await leads();

    const dry = await send(`${cards(2, 'dry')}\n,x,`, { dryRun: true });

    expect(dry).toMatchObject({ good: 2, badRows: 1, dryRun: true });
    expect(await leads()).toBe(before);
    expect((await company.ops.get(`/v1/imports/${dry.importId}`)).status).toBe(404);
  });

  it('who came is called back at once, and who did not is told what he missed (A2-8)', async () => {
    await send('Name,Mail,Came\nA,a@came.example,yes\nB,b@stayed.example,no');

    const tasks = (await company.runtime.outbox.messages()).slice(-2);
    const { items } = await company.store.leadsIn('MAL', { limit: 1000 });
    const touches = await Promise.all(
      items.slice(-2).map(({ leadId }) => company.store.touchesOf(leadId)),
    );

    expect(tasks.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      'group:sdr: Call back somebody who came',
      'group:sdr: Call somebody who did not come',
    ]);
    expect(touches.flat().filter(({ kinds }) => kinds.includes('event')).length).toBeLessThan(2);
    expect(items.at(-1)?.firstSource).toMatchObject({ channel: 'offline', origin: 'active' });
  });

  it('that crashed in the middle of a chunk goes on and repeats nothing', async () => {
    const { importId } = await send(cards(4, 'crash'));
    const { store } = company;
    const deps = depsOver(company.runtime.services, environment, {
      send: async () => ({ delivered: true }),
    });
    const after = await store.import(importId);
    if (!after) throw new Error('no import');
    const cardsOfIt = Array.from({ length: 4 }, (_, n) => ({
      line: n + 2,
      attended: n % 2 === 1,
      submission: {
        form: 'event-shanghai-2026',
        person: { name: `Guest ${n}`, email: `guest${n}@crash${n}.example` },
        consent: { privacyPolicy: '2026-01', email: true },
      },
    }));
    const [chunk] = chunksOf(importId, cardsOfIt, company.now);
    const none = { accepted: 0, duplicate: 0, quarantined: 0, repeated: 0, refused: 0 };
    const middle = { ...after, state: 'running' as const, next: 0, done: 0, results: none };
    await store.commit({
      changes: [
        { kind: 'import', before: after, after: middle },
        ...(chunk ? [{ kind: 'importChunk' as const, after: chunk }] : []),
      ],
    });
    const before = await leads();

    const again = { importId, next: 0 };
    await advanceImport(deps, system(company.now, 'again'), again);
    await advanceImport(deps, system(company.now, 'again'), again);

    expect(await leads()).toBe(before);
    expect(await report(importId)).toMatchObject({ state: 'finished', done: 4 });
    expect((await report(importId)).results).toEqual({ ...none, accepted: 4 });
    expect(await store.importChunk(chunkId(importId, 0))).toBeUndefined();
  });
});
