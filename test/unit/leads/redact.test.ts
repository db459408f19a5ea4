import { describe, expect, it } from 'vitest';
import { recordingsIn, redact } from '../../../functions/leads/redact.ts';

const lead = {
  leadId: 'lead_0123456789ABCDEFGHJKMNPQRS',
  version: 7,
  state: 'NURTURE',
  openedAt: '2026-09-14T01:30:00.000Z',
  nurtureReason: 'NO_BUDGET',
  facts: { title: 'Chief Elephant Officer', employees: 500, industry: 'manufacturing' },
  firstSource: { utm: { source: 'baidu' }, landingPage: 'https://us.example/?me=li', form: 'f' },
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
    expect(redact(lead)).toEqual({
      leadId: lead.leadId,
      version: 7,
      state: 'NURTURE',
      openedAt: lead.openedAt,
      nurtureReason: 'NO_BUDGET',
      facts: { employees: 500, industry: 'manufacturing' },
      firstSource: { utm: { source: 'baidu' }, form: 'f' },
      qualification: { answers: { note: 'erased', budget: 'approved', reason: 'erased' } },
      recordings: [],
      exclusions: [
        { repId: 'rep-a', cause: 'REJECTED', lifted: { by: 'director-1', reason: 'erased' } },
      ],
    });
  });

  it('is the same when it is done twice', () => {
    const once = redact(lead);

    expect(redact(once)).toEqual(once);
  });

  it('says as before that a field was removed', () => {
    expect(redact({ coolDownUntil: null, recordings: null })).toEqual({
      coolDownUntil: null,
      recordings: null,
    });
  });
});

describe('recordings', () => {
  it('are found wherever they are named', () => {
    const activity = { recordingUrl: 'https://calls.example/2' };

    expect(recordingsIn([lead, [activity], undefined])).toEqual([
      'https://calls.example/1',
      'https://calls.example/2',
    ]);
  });
});
