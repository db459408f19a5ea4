import { describe, expect, it } from 'vitest';
import type { Desk } from '../../../../functions/leads/desk/desk.ts';
import { digestDue } from '../../../../functions/leads/digest/digest-day.ts';
import { type Recipient, recipientsOf } from '../../../../functions/leads/digest/recipients.ts';
import { Instant } from '../../../../functions/leads/instant.ts';
import type { Lead } from '../../../../functions/leads/lead.ts';
import { defaultPolicy, Policy } from '../../../../functions/leads/policy.ts';
import { rulesOf } from '../../../../functions/leads/rules.ts';
import type { AgendaItem } from '../../../../functions/reports/figures/agenda.ts';
import { entriesFor, type Run } from '../../../../functions/use-cases/digest/entries-for.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { aRep } from '../../../support/routing-builders.ts';

const tenant = { zone: 'Asia/Shanghai', calendar: 'CN' };
const document = Policy.parse({ ...defaultPolicy(), tenant });
const rules = rulesOf({ version: 1, document }, new Map());
const MONDAY = Instant.parse('2026-09-21T00:30:00Z');

const staff = (id: string, department: string, more: object = {}) => ({
  ...aRep(id),
  ...{ department, calendar: 'CN', email: 'x@leadloop.example', version: 1, ...more },
});
const sdr = { ...staff('sam', 'Marketing', { regions: ['CN-SH'], productLines: ['core'] }) };
const desk = {
  policy: { version: 1, document },
  calendars: new Map(),
  pools: [],
  reps: [staff('ann', 'East'), staff('ben', 'South')],
  sdrs: [{ ...sdr, sdrId: 'sam' }],
  departments: [
    { departmentId: 'East', regions: ['CN-SH'], mode: 'director', directorSub: 'dora', version: 1 },
    {
      departmentId: 'South',
      regions: ['CN-GD'],
      mode: 'director',
      directorSub: 'dirk',
      version: 1,
    },
  ],
} as unknown as Desk;

function item(n: number, at: string, over: Partial<AgendaItem> = {}): AgendaItem {
  const offer = anOffer(n);
  return {
    ...{ what: 'rejected', at: Instant.parse(at), leadId: offer.leadId, reason: 'TIMING' },
    ...{ repId: 'ann', department: 'East', sdrId: 'sam', disputed: undefined },
    ...over,
  };
}

interface Given {
  readonly agenda?: readonly AgendaItem[];
  readonly choices?: readonly Lead[];
  readonly queue?: readonly Lead[];
}

async function toldTo(to: string, given: Given, at = MONDAY): Promise<readonly string[]> {
  const none = async () => [];
  const { choices = [], queue = [], agenda = [] } = given;
  const run: Run = {
    ...{ at, rules, desk, store: { record: async () => undefined } },
    waits: {
      ...{ pendingOf: none, opportunitiesOf: none, acceptedOf: none, workedBy: none },
      ...{ disputes: none, choices: async () => choices, queue: async () => queue },
    },
    week: { agenda: async () => agenda, headlines: async () => [] },
  };
  const reader = recipientsOf(desk, rules).find((one) => one.to === to) as Recipient;
  const due = digestDue(reader, at, document.digest);
  if (!due) throw new Error('it is no morning');
  const entries = await entriesFor(reader, due, run);
  return entries.map(
    ([section, line]) => `${section} ${'lead' in line ? Number(line.lead.slice(5)) : ''}`,
  );
}

describe('the agenda of the weekly meeting', () => {
  it('goes from the last weekly digest’s day to the end of the day before, in the reader’s zone', async () => {
    const agenda = [
      item(1, '2026-09-13T15:59:59Z'),
      item(2, '2026-09-13T16:00:00Z'),
      item(3, '2026-09-20T15:59:59Z'),
      item(4, '2026-09-20T16:00:00Z'),
    ];

    expect(await toldTo('ann', { agenda })).toEqual(['agenda 2', 'agenda 3']);
    expect(await toldTo('ann', { agenda }, Instant.parse('2026-09-22T00:30:00Z'))).toEqual([]);
  });

  it('is of one’s own leads, and of one’s department', async () => {
    const at = '2026-09-15T02:00:00Z';
    const agenda = [item(1, at), item(2, at, { repId: 'ben', department: 'South', sdrId: 'sue' })];

    expect(await toldTo('ann', { agenda })).toEqual(['agenda 1']);
    expect(await toldTo('sam', { agenda })).toEqual(['agenda 1']);
    expect(await toldTo('dora', { agenda })).toEqual(['agenda 1']);
    expect(await toldTo('dirk', { agenda })).toEqual(['agenda 2']);
  });
});

describe('what a director is to choose', () => {
  const asked = (n: number, over: object) =>
    anOfferedLead(anOffer(n), {
      ...{ state: 'READY', awaits: 'director', directorDueAt: MONDAY, directorChoices: [] },
      ...over,
    });

  it('is of the department whose reps may have it, else of who covers the region, else of every one', async () => {
    const choices = [
      asked(1, { directorChoices: ['ben'], region: 'CN-SH' }),
      asked(2, { region: 'CN-SH' }),
      asked(3, { region: 'FR' }),
    ];

    expect(await toldTo('dora', { choices })).toEqual(['choose 2', 'choose 3']);
    expect(await toldTo('dirk', { choices })).toEqual(['choose 1', 'choose 3']);
  });
});

describe('the queue', () => {
  it('is told to an SDR as far as his regions and product lines go', async () => {
    const waiting = (n: number, over: object) =>
      anOfferedLead(anOffer(n), { state: 'MQL', ...over });
    const queue = [
      waiting(1, { region: 'CN-SH' }),
      waiting(2, { region: 'FR' }),
      waiting(3, { region: 'CN-SH', productLine: 'other' }),
      waiting(4, {}),
    ];

    expect(await toldTo('sam', { queue })).toEqual(['queue 1', 'queue 4']);
  });
});
