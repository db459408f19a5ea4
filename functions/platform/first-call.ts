// A handler makes its dependencies when it is first called, so that importing a file reads no environment.

import { oneCall } from '../adapters/table/one-call.ts';
import type { Deps } from '../ports.ts';
import { type CallContext, logged } from './call-log.ts';

/** A handler as Lambda calls it. */
export type Logged<Event, Result> = (event: Event, context: CallContext) => Promise<Result>;

/** `connect` reads the environment and opens clients; it is called once in the life of an instance. Each call ends in a line of the log. */
export function once<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
  connect: () => Deps,
): Logged<Event, Result> {
  let handler: ((event: Event) => Promise<Result>) | undefined;
  return (event, context) =>
    logged(event, context, () =>
      oneCall(async () => {
        handler ??= create(connect());
        return handler(event);
      }),
    );
}
