// The project's functions, called as Lambda calls them: JSON in, JSON out, errors as data.

import { functionArn, functionName } from '../arns.ts';
import type { Json } from '../asl/types.ts';
import { uuidOf } from '../aws-error.ts';
import { copyOf } from '../json-copy.ts';

/** What handlers get as their second argument; the subset of Lambda's context that means something offline. */
interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

export type FunctionHandler = (event: Json, context: FunctionContext) => Promise<unknown>;

/** Makes the handler of a function; called once, when it is first invoked. */
type LoadFunction = (name: string) => Promise<FunctionHandler>;

/** A failed invocation as Lambda reports it. */
interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

type InvocationResult =
  | { readonly ok: true; readonly payload: Json; readonly requestId: string }
  | {
      readonly ok: false;
      readonly failure: FunctionFailure;
      readonly error: unknown;
      readonly requestId: string;
    };

const TIMEOUT = 900_000;

export class LambdaFunctions {
  readonly #names: ReadonlySet<string>;
  readonly #load: LoadFunction;
  readonly #loaded = new Map<string, Promise<FunctionHandler>>();
  readonly #invocations = new Map<string, number>();

  constructor(names: readonly string[], load: LoadFunction) {
    this.#names = new Set(names);
    this.#load = load;
  }

  /** By name or ARN. */
  has(arnOrName: string): boolean {
    return this.#names.has(functionName(arnOrName));
  }

  /** How often each function was invoked, by name. */
  get invocations(): ReadonlyMap<string, number> {
    return this.#invocations;
  }

  /**
   * Invokes a function by name or ARN. `cause` names what calls it: the request id follows from that, so that a replay sees
   * the same ids. Throws RangeError when there is no such function.
   */
  async invoke(arnOrName: string, payload: Json, cause: string): Promise<InvocationResult> {
    const name = functionName(arnOrName);
    if (!this.#names.has(name)) throw new RangeError(`no function ${name} in the catalogue`);
    const requestId = uuidOf(name, cause);
    this.#invocations.set(name, (this.#invocations.get(name) ?? 0) + 1);
    try {
      const handler = await this.#handler(name);
      const answer = await handler(copyOf(payload), contextOf(name, requestId));
      return { ok: true, payload: jsonOf(answer), requestId };
    } catch (error) {
      return { ok: false, failure: failureOf(error), error, requestId };
    }
  }

  #handler(name: string): Promise<FunctionHandler> {
    const loaded = this.#loaded.get(name) ?? this.#load(name);
    this.#loaded.set(name, loaded);
    return loaded;
  }
}

function contextOf(name: string, requestId: string): FunctionContext {
  return {
    awsRequestId: requestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn(name),
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'offline',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => TIMEOUT,
  };
}

/** A value as it comes out of JSON: what has no JSON form is gone, nothing at all is null. */
function jsonOf(value: unknown): Json {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

function failureOf(error: unknown): FunctionFailure {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: [] };
  }
  return { errorType: 'Error', errorMessage: String(error), trace: [] };
}

/** Which of a batch a function with ReportBatchItemFailures says that it has not done. */
export function failedIn(payload: Json): readonly string[] {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return [];
  const failures = payload.batchItemFailures;
  if (!Array.isArray(failures)) return [];
  return failures.flatMap((failure) => {
    if (failure === null || typeof failure !== 'object' || Array.isArray(failure)) return [];
    return typeof failure.itemIdentifier === 'string' ? [failure.itemIdentifier] : [];
  });
}
