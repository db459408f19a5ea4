// What stands in paths and queries: ids that cannot exist are not found, paging is bounded.

import * as z from 'zod';
import { NotFound } from '../../leads/errors.ts';
import { DisputeId, LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { present } from '../../leads/present.ts';
import type { Request, Route, RouteTraits } from '../../platform/api.ts';
import type { Command, Deps, Paging } from '../../ports.ts';
import { type AnswerOf, type OperationName, route } from './route.ts';

/** What a path names; an id that cannot be one is not found either. */
function idInPath<Schema extends z.ZodType>(what: string, name: string, schema: Schema) {
  return ({ params }: Pick<Request, 'params'>): z.output<Schema> => {
    const id = schema.safeParse(params[name]);
    if (!id.success) throw new NotFound(what, String(params[name]).slice(0, 60));
    return id.data;
  };
}

export const leadIdOf = idInPath('lead', 'leadId', LeadId);

/** `limit` from 1 to 200. */
export const Limit = z
  .string()
  .transform((text) => (/^\d{1,3}$/.test(text) ? Number(text) : 0))
  .refine((limit) => limit >= 1 && limit <= 200, 'is not a whole number from 1 to 200');

/** What every list takes; what else stands in a query is passed over. */
export const Paged = z.object({ limit: Limit.optional(), cursor: z.string().optional() });

/** One of the words of a list's filter. */
export function oneOfThe<const Words extends readonly string[]>(what: string, words: Words) {
  return z
    .enum(words, {
      error: ({ input }) =>
        `unknown ${what} ${String(input).slice(0, 40)}; use one of ${words.join(', ')}`,
    })
    .optional();
}

/** How many, and where the page before ended. */
export function pagingOf(
  { query: { limit, cursor }, placeOf }: Request<unknown, z.output<typeof Paged>>,
  unless = 50,
): Paging {
  return present({
    limit: limit ?? unless,
    cursor: cursor === undefined ? undefined : placeOf(cursor),
  });
}

export const opportunityIdOf = idInPath('opportunity', 'opportunityId', OpportunityId);

export const offerIdOf = idInPath('offer', 'offerId', OfferId);

export const disputeIdOf = idInPath('dispute', 'id', DisputeId);

/** Routes whose use case gets the id of the path, and the body where there is one. */
function routesOn<Id>(idOf: (request: Pick<Request, 'params'>) => Id) {
  return <const Name extends OperationName, Body>(
    name: Name,
    {
      use,
      ...one
    }: RouteTraits & {
      readonly body?: z.ZodType<Body>;
      readonly use: (deps: Deps, command: Command, id: Id, body: Body) => Promise<AnswerOf<Name>>;
    },
  ): Route =>
    route<Name, Body, unknown>(name, {
      ...one,
      handle: (deps, request) => use(deps, request.command, idOf(request), request.body),
    });
}

export const onLead = routesOn(leadIdOf);
export const onOffer = routesOn(offerIdOf);
export const onOpportunity = routesOn(opportunityIdOf);
export const onDispute = routesOn(disputeIdOf);
