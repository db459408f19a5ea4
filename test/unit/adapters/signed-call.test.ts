import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { bufferState } from '../../../functions/adapters/buffer-state.ts';
import { signedCall } from '../../../functions/adapters/signed-call.ts';
import { NOW } from '../../support/routing-builders.ts';

const { config } = new DynamoDBClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
});

/** Answers one after the other, and what was asked. */
function answering(...answers: readonly (Response | Error)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const ask = (async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const answer = answers[asked.length - 1];
    if (answer instanceof Response) return answer;
    throw answer ?? new Error('asked too often');
  }) as typeof fetch;
  const endpointOf = (service: string) => `https://${service}.eu-west-1.amazonaws.com`;
  return { asked, call: signedCall({ config, endpointOf, ask }) };
}

const said = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

describe('a signed call', () => {
  it('is signed for its service, with whatever credentials the function has', async () => {
    const { asked, call } = answering(said({ MessageId: 'm' }));

    const answer = await call('AmazonSQS.SendMessage', { QueueUrl: 'q', MessageBody: 'b' });

    const { url, init } = asked[0] ?? { url: '', init: {} };
    const headers = new Headers(init.headers as Record<string, string>);
    expect(answer).toEqual({ MessageId: 'm' });
    expect(url).toBe('https://sqs.eu-west-1.amazonaws.com/');
    expect(headers.get('x-amz-target')).toBe('AmazonSQS.SendMessage');
    expect(headers.get('x-amz-security-token')).toBe('token');
    expect(headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/sqs\/aws4_request, .*Signature=[0-9a-f]{64}$/,
    );
  });

  it('is tried again when AWS does not answer, or fails, and then fails', async () => {
    const again = answering(new Error('timeout'), said({}));
    const never = answering(said({}, 503), said({}, 500));

    await again.call('AmazonSQS.SendMessage', {});
    await expect(never.call('AmazonSQS.SendMessage', {})).rejects.toThrow('AWS answered 500');
    expect([again.asked.length, never.asked.length]).toEqual([2, 2]);
  });

  it('is not tried again when AWS refuses it, and says so by AWS’s name', async () => {
    const { asked, call } = answering(said({ __type: 'com.amazonaws.sqs#AccessDenied' }, 403));

    await expect(call('AmazonSQS.SendMessage', {})).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(asked).toHaveLength(1);
  });
});

describe('what waits in the buffer', () => {
  const queues = {
    waiting: 'https://sqs/1/IntakeBuffer.fifo',
    putAside: 'https://sqs/1/Aside.fifo',
  };
  const counting = (waiting: string, ages: object) => async (target: string, input: object) => {
    if (!target.startsWith('AmazonSQS')) return { MetricDataResults: [ages] };
    const isAside = JSON.stringify(input).includes('Aside');
    return {
      Attributes: {
        ApproximateNumberOfMessages: isAside ? '2' : waiting,
        ApproximateNumberOfMessagesNotVisible: isAside ? '0' : '1',
      },
    };
  };

  it('is what is seen and what is hidden, since the oldest was sent', async () => {
    const at = Date.parse(NOW) / 1000;
    const ages = { Timestamps: [at - 60, at - 120], Values: [540, 480] };

    const state = await bufferState(counting('3', ages), queues)(NOW);

    const since = new Date((at - 600) * 1000).toISOString();
    expect(state).toEqual({ waiting: 4, since, putAside: 2 });
  });

  it('has no since in its first minute, of which CloudWatch has no figure', async () => {
    const state = await bufferState(counting('3', { Timestamps: [], Values: [] }), queues)(NOW);

    expect(state).toEqual({ waiting: 4, putAside: 2 });
  });
});
