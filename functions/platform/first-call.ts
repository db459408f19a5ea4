// A handler makes its dependencies when it is first called, so that importing a file reads no environment.

import type { Deps } from '../ports.ts';

/** `connect` reads the environment and opens clients; it is called once in the life of an instance. */
export function once<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
  connect: () => Deps,
): (event: Event) => Promise<Result> {
  let handler: ((event: Event) => Promise<Result>) | undefined;
  return async (event) => {
    handler ??= create(connect());
    return handler(event);
  };
}
