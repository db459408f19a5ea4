// What the script on a customer's page does while we cannot be reached (decision 0029): kept, sent again, and the truth told.

import { beforeEach, describe, expect, it } from 'vitest';

interface Keeper {
  readonly wake: () => Promise<void>;
  readonly hurry: () => Promise<void>;
  readonly send: (url: string, body: string, as: { readonly key: string }) => Promise<void>;
}
const { href } = new URL('../../../web/keep-form.js', import.meta.url);
const { keeper } = await import(href);

const URL_ = 'https://api.example/v1/submissions';
const HOUR = 3_600_000;

let now: number;
let stored: Map<string, string>;
let full: boolean;
let asked: { key: string; body: string }[];
let told: string[];
/** What the server answers; no number: it cannot be reached. */
let answers: (number | undefined)[];
let alarms: { at: number; act: () => Promise<void> }[];

beforeEach(() => {
  [now, full, stored, asked, told, answers, alarms] = [0, false, new Map(), [], [], [], []];
});

/** A page that is opened, with the same browser's storage. */
function open(): Keeper {
  alarms = [];
  return keeper({
    storage: {
      getItem: (place: string) => stored.get(place) ?? null,
      setItem: (place: string, text: string) => {
        if (full) throw new Error('QuotaExceededError');
        stored.set(place, text);
      },
    },
    ask: async (
      _url: string,
      { headers, body }: { headers: Record<string, string>; body: string },
    ) => {
      asked.push({ key: headers['idempotency-key'] ?? '', body });
      const status = answers.length > 1 ? answers.shift() : answers[0];
      if (status === undefined) throw new TypeError('Failed to fetch');
      return new Response(
        status === 422 ? '{"errors":[{"path":"person.email","message":"is wrong"}]}' : '{}',
        { status },
      );
    },
    now: () => now,
    later: (act: () => Promise<void>, wait: number) => alarms.push({ at: now + wait, act }),
    chance: () => 0.5,
    say: (key: string, what: string, detail?: string) =>
      told.push([key, what, detail].filter(Boolean).join(' ')),
  });
}

/** Time passes while the page is open. */
async function pass(millis: number): Promise<void> {
  const until = now + millis;
  for (;;) {
    const [next] = alarms.toSorted((one, other) => one.at - other.at);
    if (!next || next.at > until) break;
    alarms.splice(alarms.indexOf(next), 1);
    now = Math.max(now, next.at);
    await next.act();
  }
  now = until;
}

describe('a form that is sent', () => {
  it('is gone from the browser when it was taken', async () => {
    answers = [202];
    await open().send(URL_, 'a=1', { key: 'k1' });

    expect(told).toEqual(['k1 sending', 'k1 taken']);
    expect(stored.get('leadloop.forms')).toBe('[]');
  });

  it.each([[undefined], [500], [502], [503], [429], [408]])(
    'is kept at %s and sent again under its key until it is taken',
    async (status) => {
      answers = [status, status, status, 202];
      const page = open();
      await page.send(URL_, 'a=1', { key: 'k1' });
      await pass(HOUR);

      expect(told).toEqual(['k1 sending', 'k1 kept', 'k1 kept', 'k1 kept', 'k1 taken']);
      expect(asked).toEqual(Array(4).fill({ key: 'k1', body: 'a=1' }));
      expect(alarms).toEqual([]);
    },
  );

  it('is not sent again when it is refused for what it says, and says why', async () => {
    answers = [422];
    await open().send(URL_, 'a=1', { key: 'k1' });
    await pass(HOUR);

    expect(told.at(-1)).toBe('k1 refused person.email is wrong');
    expect(asked).toHaveLength(1);
  });

  it('is sent ever more seldom, at most each ten minutes, for three days; then the visitor is told', async () => {
    answers = [503];
    await open().send(URL_, 'a=1', { key: 'k1' });
    await pass(4 * 24 * HOUR);

    expect(asked.length).toBeGreaterThan((3 * 24 * 60) / 10);
    expect(asked.length).toBeLessThan((3 * 24 * 60) / 5);
    expect(told.at(-1)).toBe('k1 lost');
    expect(stored.get('leadloop.forms')).toBe('[]');
  });

  it('goes on its way again when the visitor comes back', async () => {
    answers = [undefined];
    await open().send(URL_, 'a=1', { key: 'k1' });
    now += 24 * HOUR;
    answers = [202];

    await open().wake();

    expect(told.at(-1)).toBe('k1 taken');
    expect(asked.map(({ key }) => key)).toEqual(['k1', 'k1']);
  });

  it('goes at once when the browser is online again', async () => {
    answers = [undefined];
    const page = open();
    await page.send(URL_, 'a=1', { key: 'k1' });
    answers = [202];

    await page.hurry();

    expect(told.at(-1)).toBe('k1 taken');
  });

  it('is one form, however often the button is pressed', async () => {
    answers = [503];
    const page = open();
    await page.send(URL_, 'a=1', { key: 'k1' });
    answers = [202];
    await page.send(URL_, 'a=1', { key: 'k2' });

    expect(asked.map(({ key }) => key)).toEqual(['k1', 'k1']);
    expect(told.at(-1)).toBe('k1 taken');
  });

  it('is left to the page that is trying it, where two are open', async () => {
    answers = [202];
    const [one, other] = [open(), open()];

    await Promise.all([one.send(URL_, 'a=1', { key: 'k1' }), other.wake()]);

    expect(asked).toHaveLength(1);
  });

  it('tells the truth where the browser keeps nothing, and is sent while the page is open', async () => {
    full = true;
    answers = [503, 202];
    const page = open();
    await page.send(URL_, 'a=1', { key: 'k1' });
    await pass(HOUR);

    expect(told).toEqual(['k1 sending', 'k1 unkept', 'k1 taken']);
  });

  it('is sent from a browser that forbids its storage, or has nonsense in it', async () => {
    stored.set('leadloop.forms', '{"not": "a list"}');
    answers = [202];
    await open().send(URL_, 'a=1', { key: 'k1' });

    expect(told.at(-1)).toBe('k1 taken');
  });
});
