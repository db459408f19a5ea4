// A form of somebody who cannot be reached (4.1, principle 6; 4.8, what cannot be read in a form): put aside without a lead until staff
// know how to reach him, or close it.

import * as z from 'zod';
import { Invalid, LeadError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { AS_WRITTEN, type LooseOptions, readLoosely } from './read-loosely.ts';
import type { Submission } from './submission.ts';
import { Unread } from './unread.ts';

/** Who of staff ended it, when and why. */
export interface Settled {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}

interface Aside {
  readonly submissionId: string;
  readonly verdict: string;
  readonly leadId?: string | undefined;
  readonly settled?: Settled | undefined;
}

/** Whether it still waits for staff. */
export function isSetAside({ verdict, leadId, settled }: Omit<Aside, 'submissionId'>): boolean {
  return verdict === 'quarantined' && leadId === undefined && settled === undefined;
}

/** What was kept of it; of one of a release before only the list. */
const Payload = z.object({
  unread: z.array(Unread).optional(),
  /** By path, all that could be read. */
  said: z.record(z.string(), z.unknown()).optional(),
});

/** As far as something is left of it: an erasure empties it. */
export function keptOf(payload: unknown): z.infer<typeof Payload> {
  return Payload.safeParse(payload).data ?? {};
}

/** How staff know him to be reached. */
export interface Correction {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** The form with what staff found out. Throws INVALID where that cannot be read either. */
export function readAgain(
  payload: unknown,
  correction: Correction,
  options: LooseOptions,
): { readonly submission: Submission; readonly unread: readonly Unread[] } {
  const { unread = [], said = written(unread) } = keptOf(payload);
  const corrected = new Map<string, unknown>(
    Object.entries(correction).map(([field, value]) => [`person.${field}`, value]),
  );
  const loose = readLoosely((path) => corrected.get(path) ?? said[path], options);
  const isReached = 'submission' in loose;
  const bad = (isReached ? loose.unread : loose.unreachable).filter(
    ({ path, why }) => corrected.has(path) && why !== AS_WRITTEN,
  );
  if (bad.length > 0 || !isReached)
    throw new Invalid(
      bad.map(({ path, text, why }) => ({
        path: path.slice('person.'.length),
        message: `${text} ${why}`,
      })),
    );
  const stillUnread = unread.filter(({ why }) => why !== AS_WRITTEN);
  return { submission: loose.submission, unread: [...stillUnread, ...loose.unread] };
}

function written(unread: readonly Unread[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    unread.filter(({ why }) => why === AS_WRITTEN).map(({ path, text }) => [path, text]),
  );
}

/** It became a lead, was closed, or never was put aside. */
export class NotSetAside extends LeadError {
  override readonly name = 'NotSetAside';
  constructor({ submissionId, leadId, settled }: Aside) {
    const became = leadId ? `it is with ${leadId}` : 'it was a test';
    const closed = settled && !leadId ? `${settled.by} closed it` : became;
    super(`submission ${submissionId} does not wait for staff: ${closed}; read it`, {
      code: 'ILLEGAL_TRANSITION',
    });
  }
}
