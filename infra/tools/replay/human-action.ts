// One thing that a person does: a request at an instant, under a key that makes doing it twice the same as once.

import type { Instant } from '../../../functions/leads/instant.ts';
import type { Group } from '../../../functions/platform/api.ts';

/** Who acts: a member of staff, or the customer, who needs no token. */
export type Who = { readonly sub: string; readonly group: Group } | 'customer';

export interface HumanAction {
  readonly at: Instant;
  readonly who: Who;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Idempotency key: names the decision, so that the same one after a restart is the same request. */
  readonly key: string;
}

/** What somebody does, apart from who he is: a POST unless said otherwise. */
export type Act = Pick<HumanAction, 'at' | 'path' | 'key'> &
  Partial<Pick<HumanAction, 'body' | 'method'>>;

export function byRep({ repId }: { readonly repId: string }, act: Act): HumanAction {
  return { method: 'POST', ...act, who: { sub: repId, group: 'rep' } };
}
