// Bringing files in: cards of an event, a list of a partner, and how far they are; and what was spent.

import * as z from 'zod';
import { oneOf } from '../../leads/fields.ts';
import { ImportBody } from '../../leads/intake/card-file.ts';
import { Month } from '../../leads/routing/roster.ts';
import type { Route } from '../../platform/api.ts';
import { importCards, readImport } from '../../use-cases/intake/import-cards.ts';
import { importSpend } from '../../use-cases/source/import-spend.ts';
import { Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

/** Lambda takes requests of 6 MB, and a body grows inside one: each line break of the file by half. */
const FILE_LIMIT = 4 * 1024 * 1024;

export const importRoutes: readonly Route[] = [
  route('POST /v1/imports', {
    groups: ['ops'],
    body: ImportBody,
    bodyLimit: FILE_LIMIT,
    status: 202,
    mayBeAtOnce: true,
    handle: async (deps, { command, body }) => {
      const { isNew, report } = await importCards(deps, command, body);
      return isNew ? report : { atOnce: report };
    },
  }),
  route('POST /v1/spend', {
    groups: ['ops'],
    takes: 'text/csv',
    body: z.string(),
    bodyLimit: FILE_LIMIT,
    query: z.object({ dryRun: oneOf(['true', 'false']).optional() }),
    handle: (deps, { command, body, query }) =>
      importSpend(deps, command, body, { dryRun: query.dryRun === 'true' }),
  }),
  route('GET /v1/spend', {
    groups: ['ops', 'director', 'admin'],
    query: Paged.extend({ month: Month }),
    handle: async ({ store }, request) => {
      const { items, ...page } = await store.spendIn(request.query.month, pagingOf(request));
      return { ...page, items: items.map(({ version: _, ...shown }) => shown) };
    },
  }),
  route('GET /v1/imports/{importId}', {
    groups: ['ops', 'director', 'admin'],
    handle: (deps, { params }) => readImport(deps, String(params.importId).slice(0, 60)),
  }),
];
