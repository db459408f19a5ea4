// What a form or a page sends of how somebody came (A1-9; api.md, `touch`).

import * as z from 'zod';
import { body, cutText, line } from '../fields.ts';

const Utm = body({
  source: cutText(200).exactOptional(),
  medium: cutText(200).exactOptional(),
  campaign: cutText(200).exactOptional(),
  term: cutText(200).exactOptional(),
  content: cutText(200).exactOptional(),
});

// Advert platforms add their own (gclid, bd_vid, msclkid …): names are bounded, not listed.
const ClickIds = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), cutText(300), {
    error: 'is not a click id; name it such as gclid or bd_vid',
  })
  .refine(
    (ids) => Object.keys(ids).length <= 10,
    'holds more than 10 click ids; keep the last ones',
  )
  .refine(
    (ids) => !Object.keys(ids).some((name) => name in Object.prototype),
    'holds a name that no click id has; leave it out',
  );

/** How somebody came: kept with every touch (A1-9). */
export const CameFrom = body({
  utm: Utm.exactOptional(),
  clickIds: ClickIds.exactOptional(),
  referrer: cutText(2000).exactOptional(),
  landingPage: cutText(2000).exactOptional(),
  contentId: cutText(200).exactOptional(),
  /** The site's own random id of a browser: what it did before is joined to the person (A1-10). */
  visitorId: line(100).exactOptional(),
});
export type CameFrom = z.infer<typeof CameFrom>;
