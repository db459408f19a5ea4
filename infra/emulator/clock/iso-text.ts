// How the emulator writes an instant: ISO-8601 UTC, with milliseconds or as EventBridge does, without.

/** `2026-09-14T02:00:00.000Z` of epoch milliseconds. */
export function isoOf(millis: number): string {
  return new Date(millis).toISOString();
}

/** `2026-09-14T02:00:00Z` of epoch milliseconds. */
export function isoSecondsOf(millis: number): string {
  return `${isoOf(millis).slice(0, 19)}Z`;
}
