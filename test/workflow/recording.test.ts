// A recording for a simulator (issue 14, 2): what happened, in its order, and nothing of who they were.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../infra/tools/simulate/recording.ts';
import { RecordingLine } from '../../infra/tools/simulate/recording.ts';
import { recordingOf } from '../../infra/tools/simulate/recording-of.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';

let company: Company;
let recording: Recording;

/** Stands in every text that a person may write or be called. */
const MARK = 'Planted';

beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3) });
  const person = {
    ...{ name: `${MARK} Wang`, title: `${MARK} director` },
    ...{ email: `${MARK}@${MARK}.example`, phone: '+8613912345678' },
  };
  const written = {
    person,
    company: { name: `${MARK} Ltd`, website: `https://${MARK}.example` },
    interest: { handRaise: 'demo', message: `${MARK} words` },
    touch: {
      utm: { source: 'google' },
      landingPage: `https://a.example/${MARK}`,
      referrer: `https://b.example/${MARK}`,
    },
  } as const;
  const refused = await company.handOver(await company.submit(written));
  await company.advance('PT2H');
  await company.must(
    company.reject(await company.offer(refused.leadId), 'NO_BUDGET', { note: `${MARK} none` }),
  );
  const silent = await company.handOver();
  await company.letExpire(await company.offer(silent.leadId));
  const signed = await company.handOver();
  const offer = await company.offer(signed.leadId);
  const id = await company.opportunity(offer);
  await company.advance('P1D');
  const rep = company.as(offer.repId, 'rep');
  await company.must(
    rep.patch(`/v1/opportunities/${id}`, { stage: 'PROPOSAL', nextStep: `${MARK} visit` }),
  );
  await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount: 9000.5, currency: 'CNY' }));
  await company.handOver();
  recording = await recordingOf(company.store);
});
afterAll(() => company.close());

const leadsWith = (status: string | undefined) =>
  recording.leads.filter(({ offers }) => offers.some(({ end }) => end?.status === status));

describe('a recording', () => {
  it('holds nobody’s name, address or words', () => {
    const text = JSON.stringify(recording);

    expect(text.toLowerCase()).not.toContain(MARK.toLowerCase());
    expect(text).not.toMatch(/139 ?1234|leadloop\.example|[\w.]+@[\w.]+/);
  });

  it('is of the shape that its reader checks, line by line', () => {
    const { head, house, leads } = recording;

    for (const line of [head, ...house, ...leads])
      expect(RecordingLine.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  });

  it('says of each answer how long it took on the accept clock, and of silence that nobody knows', () => {
    const [refused] = leadsWith('REJECTED');
    const [silent] = leadsWith('TIMED_OUT');
    const HOUR = 3_600_000;

    expect(refused?.offers[0]).toMatchObject({
      answer: { millis: 2 * HOUR },
      end: { status: 'REJECTED', reason: 'NO_BUDGET', qualityReject: true },
      windowMillis: 48 * HOUR,
    });
    expect(silent?.offers[0]?.answer).toEqual({ millis: 48 * HOUR, censored: 'timedOut' });
    expect(silent?.offers[1]?.answer.censored).toBe('open');
  });

  it('tells an opportunity with its moves and its end', () => {
    const [signed] = recording.leads.flatMap(({ opportunities }) => opportunities);

    expect(signed).toMatchObject({
      amount: 8000,
      moves: [{ stage: 'PROPOSAL' }],
      end: { how: 'WON', amount: 9000.5, currency: 'CNY' },
    });
  });

  it('tells the desk in the order in which it was put', () => {
    const kinds = [...new Set(recording.house.map(({ is }) => is))];

    expect(kinds).toEqual(expect.arrayContaining(['policy', 'rep', 'sdr', 'roster']));
    expect(recording.house.map(({ seq }) => seq)).toEqual(
      recording.house.map(({ seq }) => seq).toSorted((a, b) => a - b),
    );
  });

  it('is refused where no lead moved, with when some did', async () => {
    await expect(recordingOf(company.store, { from: '2027-01-01' })).rejects.toThrow(
      /no lead moved from 2027-01-01 .* leads did from 2026-09-14 to/,
    );
  });
});
