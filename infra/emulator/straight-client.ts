// A client of the SDK whose everyday commands reach their service as they are: in one process nobody needs a request written, sent and
// read. Whatever else is asked of it goes by the protocol; `test/contract/straight-clients.test.ts` holds the two equal.

import { AwsError } from './aws-error.ts';
import type { WireService } from './http/aws-json.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What functions ask for at every step, and how the SDK would show its answer. */
const COMMANDS: Readonly<Record<string, (answer: Answer) => Answer>> = {
  PutEvents: (answer) => answer,
  SendTaskSuccess: (answer) => answer,
  StartExecution: ({ startDate, ...answer }) => ({
    ...answer,
    startDate: new Date(Number(startDate) * 1000),
  }),
};

interface Straightened {
  readonly config: { cacheMiddleware?: boolean };
  readonly middlewareStack: { add(middleware: Middleware, where: object): void };
}

type Handler = (args: never) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

/** What the SDK says of an error besides its name. */
interface About {
  readonly message: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: object;
}
type ErrorClass = new (about: About) => Error;

/** `errors` is the client's module, which has a class for each error that its service names. */
export function straight<Client extends object>(
  client: Client,
  service: WireService,
  errors: object,
): Client {
  // Codec: a client's own types say the same command by command.
  const { config, middlewareStack } = client as unknown as Straightened;
  // Its way to the service is always the same one.
  config.cacheMiddleware = true;
  const middleware: Middleware = (next, { commandName = '' }) => {
    const name = commandName.replace(/Command$/, '');
    const [operation, shown] = [service.operations[name], COMMANDS[name]];
    if (!operation || !shown) return next;
    return async ({ input }: { readonly input: unknown }) => {
      try {
        const answer = ((await operation(input)) ?? {}) as Answer;
        return { output: { $metadata: {}, ...shown(answer) }, response: {} };
      } catch (error) {
        throw asSdkError(error, errors);
      }
    };
  };
  middlewareStack.add(middleware, { step: 'initialize', priority: 'low', name: 'straight' });
  return client;
}

function asSdkError(error: unknown, errors: object): unknown {
  if (!(error instanceof AwsError)) return error;
  const { code, message, status } = error;
  const $fault = status < 500 ? 'client' : 'server';
  const about: About = { message, $fault, $metadata: { httpStatusCode: status } };
  // What the service has no class for says the same of itself.
  if (!Object.hasOwn(errors, code)) return Object.assign(error, about);
  // Codec: the SDK calls a class after the error that it is for.
  const Known = (errors as Readonly<Record<string, ErrorClass>>)[code] as ErrorClass;
  return new Known(about);
}
