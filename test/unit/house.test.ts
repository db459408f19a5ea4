import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn, readHouse, type SourceFile } from '../support/house.ts';

/** Each room and the rooms that it may import besides itself; a room is a folder or a file. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'functions/leads/': [],
  'functions/ports.ts': ['functions/leads/'],
  'functions/reports/': ['functions/leads/', 'functions/ports.ts'],
  'functions/use-cases/': ['functions/leads/', 'functions/ports.ts', 'functions/reports/'],
  'functions/adapters/': ['functions/leads/', 'functions/ports.ts'],
  'functions/platform/': ['functions/leads/', 'functions/ports.ts', 'functions/adapters/'],
  'functions/handlers/': ['functions/'],
  'infra/emulator/': [],
  'infra/local/': ['functions/', 'infra/catalog.ts', 'infra/table.ts', 'infra/emulator/'],
  'infra/tools/': [
    'functions/',
    'infra/catalog.ts',
    'infra/table.ts',
    'infra/emulator/',
    'infra/local/',
  ],
  'infra/aws/': ['functions/', 'infra/catalog.ts', 'infra/table.ts'],
  'infra/calendars/': ['functions/'],
  'infra/phones/': ['functions/'],
  'infra/app.ts': ['infra/aws/'],
  'infra/catalog.ts': ['functions/', 'infra/table.ts'],
  'infra/openapi.ts': ['functions/'],
  'infra/table.ts': ['functions/'],
  'test/': ['functions/', 'infra/', 'workflows/'],
};

/** Who may speak to AWS by its SDK. */
const SDK_ROOMS = ['functions/adapters/', 'functions/platform/', 'infra/', 'test/'];

interface Order {
  readonly folder: string;
  /** Each set of parts may import those before it; parts of one set do not import each other. */
  readonly parts: readonly (readonly string[])[];
  /** Files beside the parts that may import them; the others are words that every part may use. */
  readonly above: RegExp;
  /** A folder that is no part: its files stand beside the parts. */
  readonly words?: readonly string[];
}

const ORDERS: readonly Order[] = [
  {
    folder: 'functions/leads/',
    parts: [
      ['calendar', 'routing', 'scoring', 'source'],
      ['identity', 'nurture'],
      ['desk', 'merging', 'opportunity', 'qualification'],
      ['intake', 'offer'],
      ['digest'],
    ],
    above: /^(lead|lead-row|person|policy|rules|sdr-timer|about|wording|.*-events)\.ts$/,
    words: ['events', 'messages'],
  },
  {
    folder: 'functions/use-cases/',
    parts: [
      ['desk', 'reading'],
      ['offer'],
      ['identity', 'qualification', 'source'],
      ['opportunity'],
      ['merging', 'intake'],
      ['workflow'],
      ['reporting'],
      ['digest'],
    ],
    above: /^$/,
    words: ['commit', 'answers'],
  },
  {
    folder: 'functions/reports/',
    parts: [['facts', 'tables'], ['figures'], ['definitions']],
    above: /^(cells|difference|dimensions|report|what-if)\.ts$/,
  },
  {
    folder: 'infra/emulator/asl/',
    parts: [['expressions'], ['compile', 'lint'], ['run']],
    above: /^interpreter\.ts$/,
  },
];

/** Where a file's name is enough to find it. */
const NAMED_ONCE = [
  'functions/leads/',
  'functions/reports/',
  'functions/use-cases/',
  'functions/adapters/',
  'functions/platform/',
  'infra/emulator/',
  'infra/local/',
];

/** Exports that somebody outside the code calls. */
const ENTRIES: readonly { readonly files: RegExp; readonly names: RegExp }[] = [
  { files: /^functions\/handlers\/[\w-]+\.ts$/, names: /^(create|handler)$/ },
  // Stands in for a package's export of that name in the bundles.
  { files: /^infra\/aws\/lambda-credentials\.ts$/, names: /^defaultProvider$/ },
  // So do these.
  { files: /^infra\/aws\/no-endpoint-discovery\.ts$/, names: /^(resolve|NODE)/ },
  // What workflow files are held to: the gate itself is what calls it.
  { files: /^infra\/emulator\/asl\/lint\/lint\.ts$/, names: /^lintWorkflow$/ },
];

const house = readHouse();
const product = house.filter(({ path }) => !path.startsWith('test/'));

function imported(rule: (file: SourceFile, from: string) => string | undefined): string[] {
  return house.flatMap((file) =>
    file.imports.flatMap(({ from }) => {
      const broken = rule(file, from);
      return broken === undefined ? [] : [`${file.path} imports ${from}: ${broken}`];
    }),
  );
}

function roomOf(path: string): string | undefined {
  return Object.keys(ROOMS).find((room) => path.startsWith(room));
}

/** The part of a folder that a file is in, `''` for the files beside the parts; undefined for files elsewhere. */
function partOf({ folder, words }: Order, path: string): string | undefined {
  if (!path.startsWith(folder)) return undefined;
  const [part = ''] = path.slice(folder.length).split('/').slice(0, -1);
  return words?.includes(part) ? '' : part;
}

function rankOf({ parts }: Order, part: string): number {
  return parts.findIndex((set) => set.includes(part));
}

function againstOrder(order: Order, file: SourceFile, from: string): string | undefined {
  const [part, other] = [partOf(order, file.path), partOf(order, from)];
  if (part === undefined || !other || part === other) return undefined;
  if (part === '') {
    return order.above.test(basename(file.path)) ? undefined : 'a word for all parts knows none';
  }
  if (rankOf(order, other) < rankOf(order, part)) return undefined;
  return `${part} stands beside or before ${other}; give what they share one home below both`;
}

describe('the house', () => {
  it('has a room for each file, and imports lead from room to room as the table says', () => {
    const homeless = product.filter(({ path }) => roomOf(path) === undefined);
    const broken = imported((file, from) => {
      const [room, other] = [roomOf(file.path), roomOf(from)];
      if (room === undefined || other === undefined || room === other) return undefined;
      if (ROOMS[room]?.some((open) => from.startsWith(open))) return undefined;
      return `${room} may import ${ROOMS[room]?.join(', ') || 'nothing outside itself'}`;
    });

    expect(homeless.map(({ path }) => path)).toEqual([]);
    expect(broken).toEqual([]);
  });

  it('speaks to AWS through adapters and platform only', () => {
    const broken = imported(({ path }, from) =>
      /^(@aws-sdk\/|electrodb$)/.test(from) && !SDK_ROOMS.some((room) => path.startsWith(room))
        ? 'only adapters and platform talk to AWS'
        : undefined,
    );

    expect(broken).toEqual([]);
  });

  it.each(ORDERS)('keeps the parts of $folder in their order', (order) => {
    const unknown = house
      .map(({ path }) => partOf(order, path))
      .filter((part) => part !== undefined && part !== '' && rankOf(order, part) < 0);

    expect([...new Set(unknown)]).toEqual([]);
    expect(imported((file, from) => againstOrder(order, file, from))).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(circlesIn(product)).toEqual([]);
  });

  it('names each file in small letters with hyphens, and once where its name is all one knows', () => {
    const names = house.map(({ path }) => basename(path));
    const twice = NAMED_ONCE.flatMap((folder) => {
      const within = house.map(({ path }) => path).filter((path) => path.startsWith(folder));
      return within.filter((path) =>
        within.some((other) => other !== path && basename(other) === basename(path)),
      );
    });

    expect(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*((\.long)?\.test|\.d)?\.ts$/.test(name)),
    ).toEqual([]);
    expect(twice).toEqual([]);
  });

  it('exports nothing that only tests use', () => {
    const asked = new Set(
      product.flatMap(({ imports }) =>
        imports.flatMap(({ from, names }) => names.map((name) => `${name} of ${from}`)),
      ),
    );
    const unused = product.flatMap(({ path, exports, ownUses }) =>
      exports
        .filter((name) => !asked.has(`${name} of ${path}`) && !asked.has(`* of ${path}`))
        .filter((name) => !ownUses.has(name))
        .filter((name) => !ENTRIES.some((one) => one.files.test(path) && one.names.test(name)))
        .map(
          (name) =>
            `${path} exports ${name}, which nothing runs: use it, or delete it with its tests`,
        ),
    );

    expect(unused).toEqual([]);
  });

  it('follows no redirect of whoever it calls: the address that was named is the only one that is asked', () => {
    const follows = house
      .filter(({ path }) => /^(functions|infra)\/(?!tools\/)/.test(path))
      .flatMap(({ path }) => {
        const calls = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').split(
          /\bfetch\(/,
        );
        return calls.slice(1).some((call) => !/redirect: '(error|manual)'/.test(call.slice(0, 600)))
          ? [path]
          : [];
      });

    expect(follows).toEqual([]);
  });
});
