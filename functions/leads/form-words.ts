// Words that a form, scoring and qualification share (api.md, POST /v1/submissions and /v1/engagements).

import { wholeBetween } from './fields.ts';

/** What a hand-raise asks for (A0-1): it makes an MQL whatever the score. */
export const HAND_RAISES = ['demo', 'visit', 'callMe'] as const;
export type HandRaise = (typeof HAND_RAISES)[number];

export const ENGAGEMENT_KINDS = ['pageView', 'download', 'event', 'webinar', 'emailClick'] as const;

/** Months until a project starts, whole, 0 (now) to 120. */
export const StartWithinMonths = wholeBetween(0, 120);
