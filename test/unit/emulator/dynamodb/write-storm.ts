// The child of crash.long.test.ts: writes transactions as fast as it can until it is killed.

import { openDatabase } from '../../../../infra/emulator/dynamodb/database.ts';

const [path = '', round = '0'] = process.argv.slice(2);
const database = await openDatabase({ path, now: () => 1_700_000_000_000 });

/** Two rows with one number each, moving through the index; never one without the other. */
function pair(n: number): object {
  const member = (side: string) => ({
    Put: {
      TableName: 'leads',
      Item: {
        pk: { S: `${side}-${n % 20}` },
        sk: { S: 'row' },
        n: { S: `${round}-${n}` },
        status: { S: n % 3 === 0 ? 'open' : 'won' },
      },
    },
  });
  return { ClientRequestToken: `${round}-${n}`, TransactItems: [member('left'), member('right')] };
}

async function storm(start: number): Promise<void> {
  for (let n = start; ; n += 20) {
    await database.call('TransactWriteItems', pair(n));
    if (start === 0) await database.feed.commit('relay', Math.max(0, database.feed.last - 200));
    if (n === start) process.stdout.write('.');
  }
}

await Promise.all(Array.from({ length: 20 }, (_, start) => storm(start)));
