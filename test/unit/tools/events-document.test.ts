import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventsText } from '../../../infra/tools/commands/events.ts';

describe('docs/events.md', () => {
  it('is what the registry says: run `npm run events`', async () => {
    const committed = await readFile(new URL('../../../docs/events.md', import.meta.url), 'utf8');

    expect(committed).toBe(eventsText());
  });
});
