// Ids that no request had before, and that come the same in every replay.

import { uuidOf } from './aws-error.ts';
import type { KeyValues } from './key-values.ts';

const AREA = 'request-ids';

/** Counts in the store; a crash can only skip a number. */
export class RequestIds {
  readonly #values: KeyValues;
  #count: number;

  constructor(values: KeyValues) {
    this.#values = values;
    this.#count = Number(values.get(AREA, 'count') ?? 0);
  }

  async next(): Promise<string> {
    this.#count += 1;
    const id = uuidOf('request', String(this.#count));
    await this.#values.write([{ area: AREA, type: 'put', key: 'count', value: this.#count }]);
    return id;
  }
}
