// A message is worded with the rows of those it names, and calls them by their names.

import { expect, it } from 'vitest';
import { Rep } from '../../../functions/leads/desk/desk.ts';
import { wordMessage } from '../../../functions/use-cases/send-message.ts';
import { aRep, NOW } from '../../support/routing-builders.ts';
import { freshDeps } from '../../support/store.ts';

const email = 'somebody@leadloop.example';

it('to a director names the reps he may choose by their names, and one who is no more by his id', async () => {
  const deps = await freshDeps();
  for (const [id, name] of [
    ['ann', 'Ann Li'],
    ['bob', 'Bob Wu'],
  ] as const) {
    const rep = Rep.parse({ ...aRep(id), name, version: 0, email });
    await deps.store.commit({ changes: [{ kind: 'rep', after: rep }] });
  }
  const says = { name: 'nameRep', directorDueAt: NOW, choices: ['ann', 'bob', 'gone'] } as const;

  const { text } = await wordMessage(
    deps,
    { id: 'm', to: 'group:director', at: NOW, says },
    { named: false },
  );

  expect(text).toMatch(/Ann Li, Bob Wu.*gone/);
});
