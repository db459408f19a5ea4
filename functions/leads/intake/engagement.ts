// Somebody did something on the site or at an event: a touch that raises the score and may wake nurture (A4-4; api.md, engagements).

import { chain, change, type Decision } from '../decision.ts';
import type { Lead } from '../lead.ts';
import { weighNews } from '../nurture/nurture.ts';
import { type Person, type Touch, touchFacts } from '../person.ts';
import { present } from '../present.ts';
import { type At, type Now, staleAt } from '../rules.ts';
import { rescored } from '../scoring/standing.ts';

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
    lead: change(lead, { lastActivityAt: at, staleAt: staleAt(rules, at), ...rescored(lead, now) }),
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
