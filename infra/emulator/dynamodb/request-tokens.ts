// Has this transaction been done already? A ClientRequestToken holds for ten minutes, also across a restart.

import { DynamoError } from './dynamo-error.ts';
import type { Entry, LevelStore } from './level-store.ts';

const TOKEN = 'token~';
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const LIFETIME_MS = 10 * 60 * 1000;

interface Use {
  readonly fingerprint: string;
  readonly expires: number;
}

export class RequestTokens {
  /** In order of first use, so that the expired ones come first. */
  readonly #uses: Map<string, Use>;
  readonly #now: () => number;

  private constructor(uses: Map<string, Use>, now: () => number) {
    this.#uses = uses;
    this.#now = now;
  }

  static async open(store: LevelStore, now: () => number): Promise<RequestTokens> {
    const uses: [string, Use][] = [];
    for await (const [key, text] of store.entries({ gte: TOKEN, lt: `${TOKEN}~` })) {
      // Codec: uses are written by entriesOf only.
      uses.push([key.slice(TOKEN.length), JSON.parse(text) as Use]);
    }
    uses.sort(([, a], [, b]) => a.expires - b.expires);
    return new RequestTokens(new Map(uses), now);
  }

  /** Whether the same request was committed under that token. Throws when it was another one. */
  isDone(token: string, fingerprint: string): boolean {
    const use = this.#uses.get(token);
    if (use === undefined || use.expires <= this.#now()) return false;
    if (use.fingerprint === fingerprint) return true;
    throw new DynamoError(
      'IdempotentParameterMismatchException',
      'A previous request was made with this client request token, but with different parameters',
    );
  }

  /** Remembers the token from now on; the entries go into the transaction's own batch. */
  entriesOf(token: string, fingerprint: string): readonly Entry[] {
    const now = this.#now();
    const entries: Entry[] = [];
    for (const [used, { expires }] of this.#uses) {
      if (expires > now) break;
      this.#uses.delete(used);
      entries.push({ key: TOKEN + used, value: undefined });
    }
    const use: Use = { fingerprint, expires: now + LIFETIME_MS };
    this.#uses.set(token, use);
    entries.push({ key: TOKEN + token, value: JSON.stringify(use) });
    return entries;
  }
}
