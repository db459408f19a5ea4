// The names of things. All are made from what caused them, so that a repeated cause makes the same name.

import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import * as z from 'zod';
import { type Instant, millisOf } from './instant.ts';
import { kept } from './kept.ts';

export const LeadId = kept(z.string().regex(/^lead_[0-9A-HJKMNP-TV-Z]{26}$/)).brand<'LeadId'>();
export type LeadId = z.infer<typeof LeadId>;

const sub = kept(
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w.:@|-]+$/, 'only letters, digits and . : @ | _ - are allowed in an id'),
);

/** The rep's `sub` in the token. */
export const RepId = sub.brand<'RepId'>();
export type RepId = z.infer<typeof RepId>;

/** The SDR's `sub` in the token. */
export const SdrId = sub.brand<'SdrId'>();
export type SdrId = z.infer<typeof SdrId>;

/** `<leadId>-c<cycle>-o<seq>`: also the name of the offer's execution. */
export const OfferId = kept(
  z.string().regex(/^lead_[0-9A-HJKMNP-TV-Z]{26}-c[1-9]\d{0,5}-o[1-9]\d{0,5}$/),
).brand<'OfferId'>();
export type OfferId = z.infer<typeof OfferId>;

/** `<leadId>-p<seq>`: also the name of the opportunity's execution. */
export const OpportunityId = kept(
  z.string().regex(/^lead_[0-9A-HJKMNP-TV-Z]{26}-p[1-9]\d{0,5}$/),
).brand<'OpportunityId'>();
export type OpportunityId = z.infer<typeof OpportunityId>;

/** `<offerId>-dispute`: one an offer. */
export const DisputeId = kept(
  z.string().regex(/^lead_[0-9A-HJKMNP-TV-Z]{26}-c[1-9]\d{0,5}-o[1-9]\d{0,5}-dispute$/),
).brand<'DisputeId'>();
export type DisputeId = z.infer<typeof DisputeId>;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID made of an instant and a request id: the same request gives the same id (style.md 20). */
export function ulidOf(at: Instant, requestId: string): string {
  const digest = createHash('sha256').update(requestId).digest();
  const random = Array.from(digest.subarray(0, 16), (byte) => CROCKFORD[byte % 32]).join('');
  return encodeTime(millisOf(at), 10) + random;
}

/** A form's name: the request's, so that it is known before the form is stored. */
export function submissionIdOf(at: Instant, requestId: string): string {
  return `sub_${ulidOf(at, requestId)}`;
}

/** The lead that this request opened. */
export function leadIdOf(at: Instant, requestId: string): LeadId {
  return LeadId.parse(`lead_${ulidOf(at, requestId)}`);
}

/** The nth offer of a cycle. */
export function offerIdOf(leadId: LeadId, cycle: number, seq: number): OfferId {
  return OfferId.parse(`${leadId}-c${cycle}-o${seq}`);
}

/** The nth opportunity of a lead. */
export function opportunityIdOf(leadId: LeadId, seq: number): OpportunityId {
  return OpportunityId.parse(`${leadId}-p${seq}`);
}

/** The dispute about a refused offer. */
export function disputeIdOf(offerId: OfferId): DisputeId {
  return DisputeId.parse(`${offerId}-dispute`);
}

/** The nth event, from 0 on, that a row's story tells of its version. */
export function eventIdOf(scope: string, version: number, index = 0): string {
  return `${scope}-e${version}${index === 0 ? '' : `.${index}`}`;
}

/** A merge, under the lead whose story tells it. */
export function mergeIdOf(leadId: LeadId, at: Instant, requestId: string): string {
  return `${leadId}-merge-${ulidOf(at, requestId)}`;
}

/** The lead that an offer, a dispute or an opportunity belongs to. */
export function leadOf(id: OfferId | DisputeId | OpportunityId): LeadId {
  return LeadId.parse(id.slice(0, id.indexOf('-')));
}

/** Names of executions: the journey of a cycle, the nth stay in nurture, the nth opportunity, in its kth run (architecture.md, rule 4). */
export function executionName(
  leadId: LeadId,
  part: `c${number}` | `n${number}` | `p${number}`,
  run: number,
): string {
  return run === 0 ? `${leadId}-${part}` : `${leadId}-${part}-r${run}`;
}

/** The lead under which a merge is kept. */
export function leadOfMerge(mergeId: string): LeadId {
  return LeadId.parse(mergeId.slice(0, mergeId.indexOf('-')));
}
