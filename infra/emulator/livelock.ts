// When an instant never ends: work that makes more work without time passing.

/** Steps at one instant after which it is held to be endless; ten thousand leads that are due together take far fewer. */
export const MOST_AT_ONE_INSTANT = 500_000;

/** Thrown where somebody waits for an instant to end that goes on for ever. */
export class Livelock extends Error {
  override readonly name = 'Livelock';

  constructor(what: string, steps: number, last: string) {
    super(
      `${steps} ${what} without time moving on, the last of them ${last}: look for work that starts itself again`,
    );
  }
}
