// A service of AWS by its own JSON protocol, without its client: two operations are not worth 70 kB of a form's bundle.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** `AmazonSQS.SendMessage` and its input. Throws an Error with the service's name for it. */
export type Call = (target: string, input: object) => Promise<unknown>;

/** Names of services as signatures and addresses have them. */
const SERVICES: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  GraniteServiceVersion20100801: 'monitoring',
};
const TRIES = 2;
const PATIENCE_MS = 3000;

interface SignedCallOptions {
  /** Whose credentials, region and signature are used. */
  readonly config: Pick<DynamoDBClient['config'], 'region' | 'signer'>;
  /** Where that service is. */
  readonly endpointOf: (service: string) => string;
  readonly ask?: typeof fetch;
}

/** Each try has three seconds; what AWS itself fails at is asked for twice. */
export function signedCall({ config, endpointOf, ask = fetch }: SignedCallOptions): Call {
  return async (target, input) => {
    const service = SERVICES[target.split('.')[0] ?? ''] ?? '';
    const { protocol, hostname, host, port } = new URL(endpointOf(service));
    const signer = await config.signer({
      ...{ name: 'sigv4', signingName: service, signingRegion: await config.region() },
      properties: {},
    });
    const { headers, body } = await signer.sign({
      ...{ method: 'POST', protocol, hostname, path: '/', query: {} },
      ...(port === '' ? {} : { port: Number(port) }),
      headers: { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
      body: JSON.stringify(input),
    });
    for (let tries = 1; ; tries += 1) {
      try {
        return await answerTo(
          await ask(`${protocol}//${host}/`, {
            ...{ method: 'POST', headers, body },
            signal: AbortSignal.timeout(PATIENCE_MS),
          }),
        );
      } catch (error) {
        if (tries === TRIES || error instanceof Refused) throw error;
      }
    }
  };
}

async function answerTo(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  if (response.status >= 500) throw new Error(`AWS answered ${response.status}: ${text}`);
  throw new Refused(text);
}

/** AWS says that it will not, whoever asks again. */
class Refused extends Error {
  constructor(text: string) {
    super(text);
    const [, code] = /"__type":"(?:[^"#]*#)?([^"]+)"/.exec(text) ?? [];
    this.name = code ?? 'Refused';
  }
}
