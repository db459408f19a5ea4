// Bringing a file of cards in, and how far it is: cards of an event, a list of a partner.

import { ImportBody } from '../../leads/intake/card-file.ts';
import type { Route } from '../../platform/api.ts';
import { importCards, readImport } from '../../use-cases/intake/import-cards.ts';
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
  route('GET /v1/imports/{importId}', {
    groups: ['ops', 'director', 'admin'],
    handle: (deps, { params }) => readImport(deps, String(params.importId).slice(0, 60)),
  }),
];
