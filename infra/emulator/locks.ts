// Who may change one thing now: work under the same key runs one after the other.

export class KeyLocks {
  readonly #tails = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const done = before.then(work, work);
    this.#tails.set(key, done);
    try {
      return await done;
    } finally {
      if (this.#tails.get(key) === done) this.#tails.delete(key);
    }
  }
}
