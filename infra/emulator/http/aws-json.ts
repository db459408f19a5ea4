// AWS's own wire protocol (JSON 1.0 and 1.1): one door for SDK clients in this process, the AWS CLI and any other SDK.

import { AwsError } from '../aws-error.ts';

export interface WireAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service's operations by name; each takes the parsed request and answers what becomes the JSON body. */
type Operations = Readonly<Record<string, (request: unknown) => Promise<unknown>>>;

export interface WireService {
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  /** The namespace of error shapes. */
  readonly namespace: string;
  readonly contentType: string;
  readonly operations: Operations;
}

/** Answers a request for `Target.Operation`, errors included. */
export type Wire = (target: string, body: string) => Promise<WireAnswer>;

/** One door to several services; `requestId` gives each answer its id. */
export function openWire(
  services: readonly WireService[],
  options: { readonly requestId: () => string; readonly elsewhere?: Wire },
): Wire {
  return async (target, body) => {
    const [prefix = '', operation = ''] = target.split('.', 2);
    const service = services.find((one) => one.target === prefix);
    if (!service && options.elsewhere) return await options.elsewhere(target, body);
    const contentType = service?.contentType ?? 'application/x-amz-json-1.0';
    const headers = { 'content-type': contentType, 'x-amzn-requestid': options.requestId() };
    try {
      const result = await run(operationOf(service, operation), target, body);
      return { statusCode: 200, headers, body: JSON.stringify(result) };
    } catch (error) {
      const failure = asAwsError(error);
      return {
        statusCode: failure.status,
        headers: { ...headers, 'x-amzn-errortype': failure.code },
        body: JSON.stringify({
          __type: `${service?.namespace ?? 'com.amazon.coral.service'}#${failure.code}`,
          message: failure.message,
        }),
      };
    }
  };
}

/** By its own name only: every object has a `constructor`. */
function operationOf(
  service: WireService | undefined,
  name: string,
): Operations[string] | undefined {
  return service && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
}

async function run(operation: Operations[string] | undefined, target: string, body: string) {
  if (!operation) throw new AwsError('UnknownOperationException', `no operation ${target} here`);
  return (await operation(parse(body))) ?? {};
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new AwsError('SerializationException', 'the body is not JSON');
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AwsError('InternalFailure', message, 500);
}

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What an SDK client takes as its `requestHandler`: the wire without a socket. */
export function sdkRequestHandler(wire: Wire) {
  return {
    async handle(request: SdkRequest) {
      const answer = await wire(request.headers['x-amz-target'] ?? '', bodyText(request.body));
      return { response: { ...answer, body: Buffer.from(answer.body) } };
    },
    destroy() {},
    metadata: { handlerProtocol: 'offline' },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

const decoder = new TextDecoder();

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? decoder.decode(body) : '';
}
