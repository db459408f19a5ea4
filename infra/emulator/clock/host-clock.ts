// The one place that touches the machine's own time; everything else asks the virtual clock.

/** The machine's time, or a stand-in for it in tests. */
export interface HostClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `wake` once after so many milliseconds; the answer calls it off. */
  after(millis: number, wake: () => void): () => void;
}

export const systemClock: HostClock = {
  now: () => Date.now(),
  after: (millis, wake) => {
    const timer = setTimeout(wake, millis);
    return () => clearTimeout(timer);
  },
};
