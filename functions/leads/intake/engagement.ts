// Somebody did something on the site or at an event: a touch that raises the score and may wake nurture (A4-4; api.md, engagements).

import * as z from 'zod';
import { chain, change, type Decision } from '../decision.ts';
import { Instant, latest } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { weighNews } from '../nurture/nurture.ts';
import { type Person, type Touch, touchFacts } from '../person.ts';
import { present } from '../present.ts';
import type { At, Now } from '../rules.ts';
import { standingAnew } from '../scoring/standing.ts';
import { touched } from '../sdr-timer.ts';
import { Source } from '../source/source.ts';

/** What was sent, until it is known whose it is: the address is a hash already, and the row goes with the answer to that. */
export const Heard = z.object({
  /** That of the touch which it becomes. */
  touchId: z.string(),
  version: z.int(),
  keys: z.array(
    z.object({ kind: z.enum(['email', 'mailbox', 'phone', 'visitor']), hash: z.string() }),
  ),
  kind: z.string(),
  /** When it happened, and when we heard of it. */
  at: Instant,
  heardAt: Instant,
  seconds: z.int().optional(),
  source: Source.omit({ touchId: true, at: true }),
  /** The table's TTL, should nobody have come to it. */
  forgetAt: Instant,
});
export type Heard = z.infer<typeof Heard>;

/** What an open journey makes of it; `before` are its touches so far. */
export function engaged(
  lead: Lead,
  touch: Touch,
  {
    at,
    rules,
    person,
    before,
  }: At & { readonly person: Person; readonly before: readonly Touch[] },
): Decision {
  const now: Now = {
    at,
    rules,
    touches: [...before, touch],
    // A mail that falls due now goes to who did it only if the lead is his.
    ...present({ person: person.personId === lead.personId ? person : undefined }),
  };
  const [kind = ''] = touch.kinds;
  const { touchId, source } = touch;
  const heard: Decision = {
    lead: standingAnew(change(lead, touched(latest(at, lead.lastActivityAt), rules)), now),
    events: [
      {
        type: 'EngagementRecorded',
        data: present({
          kind,
          touchId,
          contentId: source?.contentId,
          touches: [touchFacts(touch)],
        }),
      },
    ],
  };
  return chain(heard, (listening) => weighNews(listening, now));
}
