// What stands in paths and queries: ids that cannot exist are not found, paging is bounded.

import type * as z from 'zod';
import { Invalid, NotFound } from '../../leads/errors.ts';
import { DisputeId, LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { type Answer, type Request, type Route, route } from '../../platform/api.ts';
import type { Command, Deps } from '../../ports.ts';

/** The lead of the path; an id that cannot be one is not found either. */
export function leadIdOf({ params }: Pick<Request, 'params'>): LeadId {
  const id = LeadId.safeParse(params.leadId);
  if (!id.success) throw new NotFound('lead', String(params.leadId).slice(0, 60));
  return id.data;
}

/** `limit` from 1 to 200, 50 when left out, and the cursor of the page before. */
export function pagingOf({ query }: Pick<Request, 'query'>): { limit: number; cursor?: string } {
  const text = query.limit ?? '50';
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 200)
    throw new Invalid([{ path: 'limit', message: 'is not a whole number from 1 to 200' }]);
  return { limit, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) };
}

/** The opportunity of the path; an id that cannot be one is not found either. */
export function opportunityIdOf({ params }: Pick<Request, 'params'>): OpportunityId {
  const id = OpportunityId.safeParse(params.opportunityId);
  if (!id.success) throw new NotFound('opportunity', String(params.opportunityId).slice(0, 60));
  return id.data;
}

/** The offer of the path; an id that cannot be one is not found either. */
export function offerIdOf({ params }: Pick<Request, 'params'>): OfferId {
  const id = OfferId.safeParse(params.offerId);
  if (!id.success) throw new NotFound('offer', String(params.offerId).slice(0, 60));
  return id.data;
}

/** The dispute of the path; an id that cannot be one is not found either. */
export function disputeIdOf({ params }: Pick<Request, 'params'>): DisputeId {
  const id = DisputeId.safeParse(params.id);
  if (!id.success) throw new NotFound('dispute', String(params.id).slice(0, 60));
  return id.data;
}

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
