import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { events } from '../../../functions/leads/events/events.ts';
import { line } from '../../../functions/leads/fields.ts';
import { code, day, id, kept, markOf, ours } from '../../../functions/leads/kept.ts';
import { Row } from '../../../functions/leads/lead-row.ts';
import { recordingsIn, redact } from '../../../functions/leads/redact.ts';
import { rowSchemas } from '../../../functions/use-cases/identity/erased-rows.ts';

const lead = {
  leadId: 'lead_0123456789ABCDEFGHJKMNPQRS',
  version: 7,
  state: 'NURTURE',
  openedAt: '2026-09-14T01:30:00.000Z',
  nurtureReason: 'NO_BUDGET',
  facts: { title: 'Chief Elephant Officer', employees: 500, industry: 'manufacturing' },
  firstSource: {
    ...{ utm: { source: 'baidu' }, landingPage: 'https://us.example/?me=li', form: 'f' },
    clickIds: { gclid: 'li-clicked' },
  },
  stamps: { MQL: '2026-09-14T01:30:00.000Z' },
  qualification: {
    answers: { note: 'calls himself Li', budget: 'approved', reason: 'later, he says' },
  },
  recordings: ['https://calls.example/1'],
  exclusions: [
    { repId: 'rep-a', cause: 'REJECTED', lifted: { by: 'director-1', reason: 'Li asked' } },
  ],
};

describe('what is kept after an erasure', () => {
  it('are counts, ids, instants and codes; words go', () => {
    expect(redact(lead, Row)).toEqual({
      leadId: lead.leadId,
      version: 7,
      state: 'NURTURE',
      openedAt: lead.openedAt,
      nurtureReason: 'NO_BUDGET',
      facts: { employees: 500, industry: 'manufacturing' },
      firstSource: { utm: { source: 'baidu' }, form: 'f' },
      stamps: lead.stamps,
      qualification: { answers: { note: 'erased', budget: 'approved', reason: 'erased' } },
      recordings: [],
      exclusions: [
        { repId: 'rep-a', cause: 'REJECTED', lifted: { by: 'director-1', reason: 'erased' } },
      ],
    });
  });

  it('is the same when it is done twice', () => {
    const once = redact(lead, Row);

    expect(redact(once, Row)).toEqual(once);
  });

  it('says as before that a field was removed', () => {
    expect(redact({ coolDownUntil: null, recordings: null }, Row)).toEqual({
      coolDownUntil: null,
      recordings: null,
    });
  });

  it('is nothing of a field that somebody adds and does not mark', () => {
    const facts = Row.shape.facts.extend({ hobby: z.string(), motto: z.string().optional() });
    const later = Row.extend({ facts, nicknames: z.record(z.string(), z.string()) });

    const after = redact(
      {
        facts: { hobby: 'WANG', motto: 'x', employees: 5 },
        nicknames: { li: 'Li' },
        unknown: { said: ['NO_BUDGET', 'Li'], state: 'MQL', at: lead.openedAt, of: lead.leadId },
      },
      later,
    );

    expect(after).toEqual({
      facts: { hobby: 'erased', employees: 5 },
      nicknames: {},
      unknown: { said: [], state: 'erased', at: lead.openedAt, of: lead.leadId },
    });
  });

  it('is no word of a field that shares its schema with a marked one', () => {
    const fields = z.object({ word: kept(line(100)), note: line(100) });

    expect(redact({ word: 'x', note: 'x' }, fields)).toEqual({ word: 'x', note: 'erased' });
  });

  it('is a code where a sentence may stand, and a marked text that was described', () => {
    const fields = z.object({ reason: code.optional(), stage: ours.describe('as named') });

    expect(redact({ reason: 'Li left', stage: 'x' }, fields)).toEqual({
      reason: 'erased',
      stage: 'x',
    });
    expect(redact({ reason: 'NO_BUDGET' }, fields)).toEqual({ reason: 'NO_BUDGET' });
  });

  it('of words by an enum, those that it has', () => {
    const fields = z.object({ state: z.enum(['ON', 'OFF']), is: z.literal('A') });

    expect(redact({ state: 'ON', is: 'Li' }, fields)).toEqual({ state: 'ON', is: 'erased' });
  });

  it('are these texts of all rows and events, and no others', async () => {
    const eventData = Object.entries(events).map(([name, { data }]) => [name, data()] as const);
    const rows = Object.entries(rowSchemas).map(([name, schema]) => [name, schema()] as const);

    const told = [...rows, ...eventData].flatMap(([name, schema]) => textsOf(schema, name));

    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('kept-by-erasure.golden.txt');
  });
});

const shapes = new Map([
  [markOf(ours), 'any text'],
  [markOf(code), 'a code'],
  [markOf(id), 'an id of ours'],
  [markOf(day), 'a day'],
]);

/** Each text of a schema that an erasure keeps, in which shape. Of what has no mark it is tried that nothing is kept; enums and instants keep their own. */
function textsOf(schema: unknown, path: string): readonly string[] {
  const { type, shape, element, innerType, keyType, valueType, format, entries } = Object(
    Object(schema).def,
  );
  if (schema === Row && path !== 'lead') return [`${path}: as a lead`];
  if (type === 'pipe') return textsOf(Object(schema).def.in, path);
  if (innerType) return textsOf(innerType, path);
  if (element) return textsOf(element, `${path}[]`);
  if (keyType) return [...textsOf(keyType, `${path}{names}`), ...textsOf(valueType, `${path}{}`)];
  if (shape) return Object.entries(shape).flatMap(([name, one]) => textsOf(one, `${path}.${name}`));
  if (entries || ['literal', 'number', 'boolean'].includes(type)) return [];
  if (format === 'datetime') return [];
  const mark = markOf(schema as z.ZodType);
  if (mark) return [`${path}: ${shapes.get(mark) ?? 'any text'}`];
  // Whatever has no mark loses its words, of whatever type it is.
  const after = redact({ it: 'NO_WORDS' }, z.object({ it: schema as z.ZodType }));
  expect([path, Object(after).it]).toEqual([path, 'erased']);
  return [];
}

describe('recordings', () => {
  it('are found wherever they are named', () => {
    const activity = { recordingUrl: 'https://calls.example/2' };

    expect(recordingsIn([lead, [activity], undefined])).toEqual([
      'https://calls.example/1',
      'https://calls.example/2',
    ]);
  });
});
