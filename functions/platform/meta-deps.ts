// Dependencies of the function that other systems call: the table, and the lead forms of Meta.

import { MetaPages, metaForms } from '../adapters/meta-forms.ts';
import type { Deps } from '../ports.ts';
import { awsBuffer } from './buffer-deps.ts';
import { type Logged, once } from './first-call.ts';
import { tableDeps } from './table-deps.ts';

/** The handler of a function that is granted the table and the buffer, and knows the company's pages at Meta. */
export function onTableMetaAndBuffer<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => {
    const pages = MetaPages.parse(JSON.parse(process.env.META_PAGES ?? '{}'));
    return tableDeps({ metaForms: metaForms(pages), buffer: awsBuffer() });
  });
}
