// What is not worth saying any more when it leaves late: a message about an offer that is settled, a question that was answered.

import type { Lead } from '../lead.ts';
import type { Saying } from '../messages/sayings.ts';
import type { Offer } from './offer.ts';

/** The rows as they are when it leaves. */
interface Now {
  readonly lead: Lead | undefined;
  readonly offer: Offer | undefined;
}

type Stands = (now: Now) => boolean;

const whilePending: Stands = ({ offer }) => offer?.status === 'PENDING';
const whileDirectorIsAsked: Stands = ({ lead }) => lead?.awaits === 'director';
const whileUnrouted: Stands = ({ lead }) => lead?.state === 'UNROUTED';
const whileSdrs: Stands = ({ lead }) => lead?.state === 'MQL' || lead?.state === 'SDR_WORKING';

/** Sayings that expire, and while what they stand. What is not here is worth saying however late it comes. */
const stands: { readonly [Name in Saying['name']]?: Stands } = {
  offerMade: whilePending,
  offerReminder: whilePending,
  offerNudge: whilePending,
  offerReminderCopy: whilePending,
  contactReminder: ({ offer }) => !offer?.contactedAt && !offer?.contactMissedAt,
  nameRep: whileDirectorIsAsked,
  nameRepOfNobody: whileDirectorIsAsked,
  unrouted: whileUnrouted,
  unroutedRegion: whileUnrouted,
  nobodyLeft: whileUnrouted,
  sdrReminded: whileSdrs,
  sdrEscalated: whileSdrs,
  windowReminder: ({ lead }) => lead?.state === 'SAL' || lead?.state === 'SQL',
};

/** Whether a saying can expire at all: then the rows have to be read. */
export function mayExpire({ name }: Saying): boolean {
  return stands[name] !== undefined;
}

export function isInTime({ name }: Saying, now: Now): boolean {
  return stands[name]?.(now) ?? true;
}
