// An article, paper or recording of ours: which content by which author brought the lead (A1-11).

import * as z from 'zod';
import { body, line } from '../fields.ts';

/** Body of `PUT /v1/contents/{contentId}`. */
export const ContentBody = body({
  title: line(300),
  author: line(200),
  /** Day on which it came out. */
  publishedOn: z.iso.date('is not a day; give it such as 2026-09-14'),
});
export type ContentBody = z.infer<typeof ContentBody>;

export const Content = ContentBody.extend({ contentId: z.string(), version: z.int() });
export type Content = z.infer<typeof Content>;
