// What was not delivered comes when delivery is back; only what never came excuses a silence (4.7, A3-3).

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instantOf, millisOf } from '../../functions/leads/instant.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';

let company: Company;
beforeEach(async () => {
  company = await openCompany({ reps: severalReps(2) });
});
afterEach(() => company.close());

async function offered(): Promise<Offer> {
  const { leadId } = await company.handOver();
  return company.offer(leadId);
}

const minutesAfter = (at: string, minutes: number) =>
  instantOf(millisOf(at as Offer['offeredAt']) + minutes * 60_000);

/** Reminders of this offer that its rep has got. */
async function reminded(offer: Offer): Promise<readonly string[]> {
  const messages = await company.runtime.outbox.messages();
  return messages
    .filter(({ id, delivered }) => delivered && id.startsWith(`${offer.offerId}-reminder-`))
    .map(({ text }) => text);
}

describe('a reminder that could not be delivered', () => {
  /** The first reminder falls into an outage of so many minutes. */
  async function outage(offer: Offer, minutes: number): Promise<void> {
    const [first = offer.acceptDueAt] = offer.reminderAt;
    await company.advanceTo(minutesAfter(first, -1));
    await company.failDelivery(true);
    await company.advance(`PT${minutes + 1}M`);
    await company.failDelivery(false);
  }

  it('comes once delivery is back, long before the next one', async () => {
    const offer = await offered();
    await outage(offer, 10);
    const [, second = offer.acceptDueAt] = offer.reminderAt;

    await company.advance('PT16M');

    const { reminders, remindAgain } = await company.offer(offer.leadId);
    expect(company.now < second).toBe(true);
    expect(reminders.map((one) => one.delivered)).toEqual([false, true]);
    expect(remindAgain).toBeUndefined();
    expect(await reminded(offer)).toHaveLength(1);
  });

  it('comes once after six hours of it, into which two of them fell, each told as not delivered once', async () => {
    const offer = await offered();
    await outage(offer, 360);

    await company.advance('PT1H');

    expect(await reminded(offer)).toHaveLength(1);
    const story = await company.events(offer.leadId);
    const told = story.filter(({ type }) => type === 'RepReminded').map(({ data }) => data);
    expect(told).toMatchObject([{ delivered: false }, { delivered: false }, { delivered: true }]);
  });

  it('makes the silence count when it came in time', async () => {
    const offer = await offered();
    await company.advanceTo(minutesAfter(offer.reminderAt.at(-1) ?? '', -1));
    await company.failDelivery(true);
    await company.advance('PT20M');
    await company.failDelivery(false);

    await company.letExpire(offer);

    const [first] = await company.offers(offer.leadId);
    expect(first).toMatchObject({ status: 'TIMED_OUT' });
    expect(first?.excused).toBeUndefined();
  });

  it('is not sent any more when the offer was answered meanwhile', async () => {
    const offer = await offered();
    await outage(offer, 3);
    await company.must(company.accept(offer));

    await company.advance('PT6H');

    expect(await reminded(offer)).toEqual([]);
    expect((await company.offers(offer.leadId))[0]?.reminders).toHaveLength(1);
  });

  it('is the SDR’s own in his words, also when one of the machine falls due meanwhile', async () => {
    const offer = await offered();
    const [first = offer.acceptDueAt] = offer.reminderAt;
    await company.advanceTo(minutesAfter(first, -20));
    await company.failDelivery(true);
    const nudge = { note: 'please call him' };
    await company.must(company.as('sdr-1', 'sdr').post(`/v1/offers/${offer.offerId}/nudge`, nudge));
    await company.advance('PT30M');
    await company.failDelivery(false);

    await company.advance('PT30M');

    expect(await reminded(offer)).toEqual([expect.stringContaining('please call him')]);
  });
});

it('tells ops of recordings to delete after an erasure, although they could not be told when it was asked for', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { leadId } = await company.submit();
  const recordingUrl = 'https://recordings.example/call';
  await company.must(company.as('sdr-1', 'sdr').post(`/v1/leads/${leadId}/take`));
  const call = { ...goodCall, recordingUrl };
  await company.must(company.as('sdr-1', 'sdr').post(`/v1/leads/${leadId}/activities`, call));
  await company.failDelivery(true);
  const reason = 'he asked for it';
  await company.must(company.act('admin-1', 'admin', `/v1/leads/${leadId}/erase`, { reason }));
  await company.failDelivery(false);

  await company.advance('PT10M');

  const told = (await company.runtime.outbox.messages()).filter(({ text }) =>
    text.includes(recordingUrl),
  );
  expect(told).toMatchObject([{ to: 'group:ops', delivered: true }]);
  const activities = await company.store.activitiesOf(leadId);
  expect(JSON.stringify(activities)).not.toContain(recordingUrl);
  vi.restoreAllMocks();
});
