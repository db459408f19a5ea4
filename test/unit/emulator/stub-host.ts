import type { HostClock } from '../../../infra/emulator/clock/host-clock.ts';

export const NOON = Date.UTC(2026, 8, 14, 12);

/** The machine's time, moved by the test; what it wakes is awaited. */
export class StubHost implements HostClock {
  #now = NOON;
  readonly #wakes: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(millis: number, wake: () => void): () => void {
    const entry = { at: this.#now + millis, wake };
    this.#wakes.push(entry);
    return () => {
      const index = this.#wakes.indexOf(entry);
      if (index >= 0) this.#wakes.splice(index, 1);
    };
  }

  async pass(millis: number): Promise<void> {
    const until = this.#now + millis;
    for (;;) {
      const next = this.#wakes.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#wakes.splice(this.#wakes.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await turns();
    }
    this.#now = until;
    await turns();
  }
}

export async function turns(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
