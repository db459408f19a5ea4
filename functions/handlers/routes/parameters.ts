// What stands in paths and queries: ids that cannot exist are not found, paging is bounded.

import type * as z from 'zod';
import { Invalid, NotFound } from '../../leads/errors.ts';
import { DisputeId, LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { present } from '../../leads/present.ts';
import { type Answer, type Request, type Route, route } from '../../platform/api.ts';
import type { Command, Deps, Paging } from '../../ports.ts';

/** What a path names; an id that cannot be one is not found either. */
function idInPath<Schema extends z.ZodType>(what: string, name: string, schema: Schema) {
  return ({ params }: Pick<Request, 'params'>): z.output<Schema> => {
    const id = schema.safeParse(params[name]);
    if (!id.success) throw new NotFound(what, String(params[name]).slice(0, 60));
    return id.data;
  };
}

export const leadIdOf = idInPath('lead', 'leadId', LeadId);

/** `limit` from 1 to 200, and where the page before ended. */
export function pagingOf({ query, placeOf }: Request, unless = 50): Paging {
  const text = query.limit ?? String(unless);
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 200)
    throw new Invalid([{ path: 'limit', message: 'is not a whole number from 1 to 200' }]);
  const { cursor } = query;
  return present({ limit, cursor: cursor === undefined ? undefined : placeOf(cursor) });
}

export const opportunityIdOf = idInPath('opportunity', 'opportunityId', OpportunityId);

export const offerIdOf = idInPath('offer', 'offerId', OfferId);

export const disputeIdOf = idInPath('dispute', 'id', DisputeId);

/** Routes whose use case gets the id of the path and the body. */
function routesOn<Id>(idOf: (request: Request) => Id) {
  return <Body>({
    use,
    ...one
  }: Omit<Route, 'body' | 'handle'> & {
    readonly body: z.ZodType<Body>;
    readonly use: (deps: Deps, command: Command, id: Id, body: Body) => Promise<Answer>;
  }): Route =>
    route({
      ...one,
      handle: (deps, request) => use(deps, request.command, idOf(request), request.body),
    });
}

export const onLead = routesOn(leadIdOf);
export const onOffer = routesOn(offerIdOf);
export const onOpportunity = routesOn(opportunityIdOf);
export const onDispute = routesOn(disputeIdOf);
