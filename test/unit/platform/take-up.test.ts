import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Invalid, LeadError } from '../../../functions/leads/errors.ts';
import type { Route } from '../../../functions/platform/api.ts';
import { keptCall } from '../../../functions/platform/kept-call.ts';
import { noBuffer } from '../../../functions/platform/table-deps.ts';
import { takeUp } from '../../../functions/platform/take-up.ts';
import type { Deps, KeptCall } from '../../../functions/ports.ts';
import { anApiEvent } from '../../support/api-event.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** By what a form says: what comes of it. */
const OUTCOMES: Readonly<Record<string, () => unknown>> = {
  good: () => ({ submissionId: 'stored' }),
  away: () => {
    throw new Error('DynamoDB is away');
  },
  busy: () => {
    throw new LeadError('not now', { code: 'TOO_MANY_REQUESTS' });
  },
  refused: () => {
    throw new LeadError('not theirs', { code: 'UNAUTHENTICATED' });
  },
};

const route: Route = {
  method: 'POST',
  path: '/v1/submissions',
  groups: 'public',
  status: 202,
  handle: async (_deps, { text }) => OUTCOMES[text]?.(),
  promise: () => ({ submissionId: 'promised' }),
};

function message(says: string, sender = says, tries = 1): SQSRecord {
  const { text } = keptCall(anApiEvent({ route: 'POST /v1/submissions', body: says }));
  return record(says === 'nonsense' ? says : text, {
    sender,
    tries,
    messageId: `${sender} ${says}`,
  });
}

function record(
  body: string,
  { sender, tries, messageId }: { sender: string; tries: number; messageId: string },
): SQSRecord {
  return {
    ...{ messageId, receiptHandle: '', body, messageAttributes: {}, md5OfBody: '' },
    ...{ eventSource: 'aws:sqs', eventSourceARN: '', awsRegion: '' },
    attributes: {
      ...{ SenderId: '', SentTimestamp: '0', ApproximateFirstReceiveTimestamp: '0' },
      ...{ ApproximateReceiveCount: `${tries}`, MessageGroupId: sender },
    },
  };
}

/** Which come again, which were put aside, and whose promise was kept. */
async function takenUp(Records: SQSRecord[], { isWritable = true, routes = [route] } = {}) {
  const aside: KeptCall[] = [];
  const named: unknown[] = [];
  const commit = async () => {
    if (!isWritable) throw new Error('DynamoDB is away');
  };
  // Codec: it uses nothing else.
  const deps = {
    store: { commit },
    buffer: { ...noBuffer, putAside: async (call: KeptCall) => void aside.push(call) },
  } as unknown as Deps;
  const take = takeUp(routes, async (_deps, names) => void named.push(names))(deps);
  const { batchItemFailures } = await take({ Records });
  return {
    again: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    aside: aside.map(({ id }) => id),
    reasons: aside.map(({ text }) => (text.startsWith('{') ? JSON.parse(text).reason : text)),
    named,
  };
}

describe('what comes out of the buffer', () => {
  it('is written, and the name that was promised leads to it', async () => {
    const { again, aside, named } = await takenUp([message('good')]);

    expect({ again, aside }).toEqual({ again: [], aside: [] });
    expect(named).toEqual([{ promised: 'promised', stored: 'stored' }]);
  });

  it('comes again while nothing can be written, with all that its sender sent after it, and no others', async () => {
    const { again, aside } = await takenUp([
      message('away', 'anna'),
      message('good', 'bo'),
      message('good', 'anna'),
    ]);

    expect(again).toEqual(['anna away', 'anna good']);
    expect(aside).toEqual([]);
  });

  it('comes again when somebody else was first, or a platform says not yet', async () => {
    expect((await takenUp([message('busy')])).again).toEqual(['busy busy']);
  });

  it('is put aside with the answer when it is refused, and holds up nobody', async () => {
    const { again, aside, reasons } = await takenUp([
      message('refused', 'anna'),
      message('good', 'anna'),
    ]);

    expect({ again, aside }).toEqual({ again: [], aside: ['anna refused'] });
    expect(reasons[0]).toContain('UNAUTHENTICATED');
  });

  it('is put aside as it is when it is no call at all', async () => {
    const { again, reasons } = await takenUp([message('nonsense')]);

    expect({ again, reasons }).toEqual({ again: [], reasons: ['nonsense'] });
  });

  it.each([
    ['the fourth time while others can be written', 4, true, ['away away'], []],
    ['the fifth time while nothing can be written', 5, false, ['away away'], []],
    ['the fifth time while others can be written', 5, true, [], ['away away']],
  ])('fails %s', async (_when, tries, isWritable, again, aside) => {
    const taken = await takenUp([message('away', 'away', tries)], { isWritable });

    expect(taken).toMatchObject({ again, aside });
  });

  it('is read as from a page without a script when the policy refuses it', async () => {
    const said: string[] = [];
    const strict: Route = {
      ...route,
      handle: async () => {
        throw new Invalid([{ path: 'person.phone', message: 'is none' }]);
      },
      handleForm: async (_deps, _request, { said: saidOf }) => {
        said.push(String(saidOf('form')));
        return { submissionId: 'promised' };
      },
    };
    const { text } = keptCall(
      anApiEvent({ route: 'POST /v1/submissions', body: { form: 'demo' } }),
    );
    const sent = record(text, { sender: 'a', tries: 1, messageId: 'm' });

    const { again, aside, named } = await takenUp([sent], { routes: [strict] });

    expect({ again, aside, named, said }).toEqual({
      again: [],
      aside: [],
      named: [],
      said: ['demo'],
    });
  });
});
