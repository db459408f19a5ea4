import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventBus } from '../../../infra/emulator/eventbridge/event-bus.ts';
import {
  type FunctionHandler,
  LambdaFunctions,
} from '../../../infra/emulator/lambda/lambda-functions.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';
import { MemoryValues } from './memory-values.ts';
import { catalog, openToyCompany, type ToyCompany } from './toy-company.ts';

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

  it('delivers after a crash what was taken and not delivered', async () => {
    const values = new MemoryValues();
    const open = (notify: FunctionHandler) => {
      const queue = new RunQueue({ failed: () => {}, begins: () => {} });
      const functions = new LambdaFunctions(['Notify'], async () => notify);
      const { clock, faults } = company.runtime;
      return {
        queue,
        bus: new EventBus({ rules: catalog.rules, values, clock, queue, functions, faults }),
      };
    };
    await open(() => new Promise(() => {})).bus.putEvents([entry('x')]);
    const told: unknown[] = [];
    const { bus, queue } = open(async (event) => told.push(event));

    await bus.resume();
    await queue.settled();

    expect(told).toMatchObject([{ detail: { leadId: 'x' } }]);
  });
});
