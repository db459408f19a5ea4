// Counts for CloudWatch in its embedded format: a line on standard output, no call and no permission.

import * as z from 'zod';
import type { EventFor } from '../leads/events/events.ts';
import { type Instant, millisOf } from '../leads/instant.ts';

const MetricsEnvironment = z.object({ STAGE: z.string().min(1) });

export const NAMESPACE = 'Leadloop';

/** Events that the dashboard shows and alarms watch, by the title of their graph: CloudWatch bills each name by the month, so no others are counted. */
export const WATCHED_EVENTS: Readonly<Record<EventFor<'report'>, string>> = {
  SubmissionReceived: 'Intake',
  MarketingAccepted: 'Intake',
  Qualified: 'Intake',
  QualifiedBySdr: 'Intake',
  OfferMade: 'Offers made, answered and due',
  Accepted: 'Offers made, answered and due',
  Rejected: 'Offers made, answered and due',
  TimedOut: 'Offers made, answered and due',
  RepReminded: 'Offers made, answered and due',
  NoEligibleRep: 'Left behind',
  StillUnrouted: 'Left behind',
  MissRecorded: 'Left behind',
  RepSuspended: 'Left behind',
};

/** The line for these counts at that instant, under the stage that runs. */
function metricsLine(counts: Readonly<Record<string, number>>, at: Instant): string {
  const { STAGE } = MetricsEnvironment.parse(process.env);
  const Metrics = Object.keys(counts).map((Name) => ({
    Name,
    Unit: Name.endsWith('Seconds') ? 'Seconds' : 'Count',
  }));
  return JSON.stringify({
    _aws: {
      Timestamp: millisOf(at),
      CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [['Stage']], Metrics }],
    },
    Stage: STAGE,
    ...counts,
  });
}

/** Writes past the console: CloudWatch reads the format only where the line is nothing else. */
export function count(counts: Readonly<Record<string, number>>, at: Instant): void {
  if (Object.keys(counts).length > 0) process.stdout.write(`${metricsLine(counts, at)}\n`);
}
