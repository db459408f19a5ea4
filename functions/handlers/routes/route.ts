// A route and its operation, held together by name: a handler that answers something else does not compile.

import type * as z from 'zod';
import type {
  AtOnce,
  Promising,
  Request,
  Route,
  RouteTraits,
  SeeOther,
} from '../../platform/api.ts';
import type { SentForm } from '../../platform/plain-form.ts';
import type { Deps } from '../../ports.ts';
import type { operations } from '../contract/operations.ts';

export type OperationName = keyof typeof operations;
/** What the operation's schema says. */
export type AnswerOf<Name extends OperationName> = z.output<(typeof operations)[Name]['answer']>;

/** A route's handler gets query and body as their schemas give them. */
export function route<const Name extends OperationName, Body, Query>(
  name: Name,
  one: RouteTraits & {
    readonly body?: z.ZodType<Body>;
    readonly query?: z.ZodType<Query>;
    readonly handle: (
      deps: Deps,
      request: Request<Body, Query>,
    ) => Promise<AnswerOf<Name> | AtOnce<AnswerOf<Name>>>;
    readonly handleForm?: (
      deps: Deps,
      request: Request<undefined>,
      form: SentForm,
    ) => Promise<AnswerOf<Name> | SeeOther>;
    readonly promise?: (call: Promising) => AnswerOf<Name> | AtOnce<AnswerOf<Name>>;
  },
): Route {
  const [method, path] = name.split(' ') as [Route['method'], string];
  return { ...one, method, path } as Route;
}
