// What the benches of whole leads share: a group of people who send their forms at once, and the lists of the desk.

import type { Runtime } from '../../local/runtime.ts';
import { goodForm } from '../good-lead.ts';

/** People do not wait for each other: so many leads are at the same step at once. */
export const GROUP = 20;

/** The forms of the people from this number on, and all that follows from them. */
export async function submitGroup(runtime: Runtime, first: number, size = GROUP): Promise<void> {
  const group = Array.from({ length: size }, (_, index) => first + index);
  await Promise.all(
    group.map((n) => runtime.request('POST', '/v1/submissions', { body: formOf(n) })),
  );
  await runtime.settled();
}

function formOf(n: number): object {
  return goodForm({
    person: { name: `Person ${n}`, email: `person${n}@company${n}.example` },
    company: { region: n % 2 === 0 ? 'CN-SH' : 'CN-BJ', industry: 'logistics' },
  });
}

/** A desk's list, as the people of that desk read it. */
export async function listed<Item>(runtime: Runtime, path: string): Promise<readonly Item[]> {
  const token = runtime.token('director-wang', ['director']);
  const { body } = await runtime.request('GET', path, { token });
  // Codec: the contract of api.md for these lists.
  return (body as { items: readonly Item[] }).items;
}
