import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Invalid, LostRace } from '../../../functions/leads/errors.ts';
import { calledAgain } from '../../../functions/platform/called-again.ts';
import { keepForLater } from '../../../functions/platform/keep-for-later.ts';
import { keptCall } from '../../../functions/platform/kept-call.ts';
import { noBuffer } from '../../../functions/platform/table-deps.ts';
import type { Deps, KeptCall } from '../../../functions/ports.ts';
import { anApiEvent } from '../../support/api-event.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

const event = anApiEvent({ route: 'POST /v1/submissions', body: { form: 'demo' } });
const promised = () => ({ submissionId: 'sub_1' });

/** What is answered to a call that failed so, and what the buffer has then. */
async function failedBy(error: unknown, buffer: Partial<Deps['buffer']> = {}) {
  const kept: KeptCall[] = [];
  const keep = async (call: KeptCall) => void kept.push(call);
  // Codec: it uses nothing else.
  const deps = { buffer: { ...noBuffer, keep, ...buffer } } as Deps;
  const answer = await keepForLater(deps, { event, promised }, error);
  return { answer, kept: kept.length };
}

describe('a call that cannot be written', () => {
  it.each([
    ['because DynamoDB is away', new Error('away')],
    ['because others were first in every try', new LostRace('lead_1')],
    ['for whatever else is thrown', 'text'],
  ])('is kept and answered what it was promised %s', async (_why, error) => {
    expect(await failedBy(error)).toEqual({ answer: { submissionId: 'sub_1' }, kept: 1 });
  });

  it('is refused as ever for what was sent', async () => {
    const refused = new Invalid([{ path: 'form', message: 'is missing' }]);

    expect(await failedBy(refused)).toEqual({ answer: undefined, kept: 0 });
  });

  it('fails where the buffer is away too', async () => {
    const keep = async () => {
      throw new Error('SQS is away');
    };

    expect(await failedBy(new Error('away'), { keep })).toMatchObject({ answer: undefined });
  });
});

describe('what is kept of a call', () => {
  it.each([
    ['text', { body: 'ä\u0000\uffff', isBase64Encoded: false }],
    ['bytes', { body: Buffer.from([0xff, 0x00, 0xfe]).toString('base64'), isBase64Encoded: true }],
  ])('are the bytes of its body, whatever they are: %s', (_what, sent) => {
    const { text } = keptCall({ ...event, ...sent });
    const again = calledAgain(text);

    const bytes = Buffer.from(sent.body, sent.isBase64Encoded ? 'base64' : 'utf8');
    expect(Buffer.from(again.body ?? '', 'base64')).toEqual(bytes);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
  });

  it('is who sent it, when, under which names, and nothing else of its headers', () => {
    const headers = {
      ...{ 'Content-Type': 'text/plain', 'Idempotency-Key': 'k', Cookie: 'secret', ü: '\uffff' },
      ...{ 'X-Hub-Signature-256': 's', 'X-Leadloop-Signature': 't' },
    };
    const again = calledAgain(keptCall({ ...event, headers }).text);

    expect(again.requestContext).toEqual({
      requestId: event.requestContext.requestId,
      requestTimeEpoch: event.requestContext.requestTimeEpoch,
      identity: { sourceIp: '203.0.113.7' },
    });
    expect(again.headers).toEqual({
      ...{ 'content-type': 'text/plain', 'idempotency-key': 'k' },
      ...{ 'x-hub-signature-256': 's', 'x-leadloop-signature': 't' },
    });
  });

  it('orders forms by who sends them, and calls of a system by its path', () => {
    const inbound = (source: string, sourceIp: string) => {
      const asked = { route: 'POST /v1/inbound/{source}', params: { source } };
      const { requestContext, ...call } = anApiEvent(asked);
      return keptCall({
        ...call,
        requestContext: { ...requestContext, identity: { ...requestContext.identity, sourceIp } },
      }).sender;
    };

    expect(inbound('crm', '203.0.113.8')).toBe(inbound('crm', '203.0.113.9'));
    expect(inbound('crm', '203.0.113.8')).not.toBe(inbound('google', '203.0.113.8'));
    expect(keptCall(event).sender).not.toBe(inbound('crm', '203.0.113.7'));
  });
});
