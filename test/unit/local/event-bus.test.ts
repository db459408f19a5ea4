import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openToyCompany, type ToyCompany } from './toy-company.ts';

let company: ToyCompany;

beforeEach(async () => {
  company = await openToyCompany();
});

afterEach(async () => {
  await company.runtime.stop();
});

function entry(leadId: string, more: object = {}) {
  const Detail = JSON.stringify({ leadId, answer: 'accepted' });
  return { Source: 'leads', DetailType: 'OfferSettled', Detail, ...more };
}

function put(...Entries: object[]) {
  return company.runtime.clients.events.send(new PutEventsCommand({ Entries }));
}

describe('the event bus', () => {
  it('brings an event to the function whose rule matches, as EventBridge does', async () => {
    const answer = await put(entry('x'));
    await company.runtime.settled();

    expect(answer).toMatchObject({ FailedEntryCount: 0 });
    expect(company.calls).toEqual([
      [
        'Notify',
        {
          version: '0',
          id: answer.Entries?.[0]?.EventId,
          'detail-type': 'OfferSettled',
          source: 'leads',
          account: '000000000000',
          time: '2026-09-14T02:00:00Z',
          region: 'us-east-1',
          resources: [],
          detail: { leadId: 'x', answer: 'accepted' },
        },
      ],
    ]);
  });

  it('drops what no rule matches', async () => {
    await put(entry('x', { Source: 'sales' }), entry('x', { EventBusName: 'other' }));
    await company.runtime.settled();

    expect(company.called('Notify')).toBe(0);
  });

  it('refuses bad entries one by one', async () => {
    const answer = await put(
      entry('x'),
      { DetailType: 'OfferSettled', Detail: '{}' },
      entry('x', { Detail: '"text"' }),
    );

    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries).toMatchObject([
      { EventId: expect.any(String) },
      {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
      },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
    ]);
  });

  it('takes ten entries and 256 KB at once', async () => {
    const eleven = put(...Array.from({ length: 11 }, () => entry('x')));
    const large = put(entry('x'.repeat(300_000)));

    await expect(eleven).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(large).rejects.toThrow('Total size of the entries');
  });

  it('tries a delivery three times and then parks it', async () => {
    company.failing.set('Notify', new Error('down'));

    await put(entry('x'));
    await company.runtime.settled();

    expect(company.called('Notify')).toBe(3);
    expect(company.runtime.failures.map(({ job }) => job)).toEqual([
      'event OfferSettled to Notify',
    ]);
  });
});
