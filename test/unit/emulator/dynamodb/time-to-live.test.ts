import { describe, expect, it } from 'vitest';
import { item, MONDAY_NINE, opened, put, row, temporaryFolder, withLeads } from './opened.ts';

const HOUR = 3_600_000;
const TTL = {
  TableName: 'leads',
  TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
};

function expires(hours: number): object {
  return { expires: { N: String((MONDAY_NINE + hours * HOUR) / 1000) } };
}

describe('time to live', () => {
  it('deletes what is due, with its index entries, and tells the feed who did it', async () => {
    const { database, clock } = await withLeads();
    await database.call('UpdateTimeToLive', structuredClone(TTL));
    await put(database, 'early', { ...expires(1), status: { S: 'open' } });
    await put(database, 'late', expires(2));
    await put(database, 'for ever');

    clock.now += HOUR;
    const expired = await database.expireDue();

    expect(expired).toBe(1);
    expect(await item(database, 'early')).toBeUndefined();
    expect(await item(database, 'late')).toBeDefined();
    expect(
      await database.call('Scan', { TableName: 'leads', IndexName: 'by-status' }),
    ).toMatchObject({ Count: 0 });
    const [record] = await database.feed.read(3, 1);
    expect(record).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
  });

  it('spares an item whose end was put off', async () => {
    const { database, clock } = await withLeads();
    await database.call('UpdateTimeToLive', structuredClone(TTL));
    await put(database, 'a', expires(1));
    await put(database, 'a', expires(3));

    clock.now += 2 * HOUR;

    expect(await database.expireDue()).toBe(0);
    expect(await item(database, 'a')).toEqual(row('a', expires(3)));
  });

  it('counts for items from before it was enabled, and after a restart', async () => {
    const path = await temporaryFolder();
    const { database } = await withLeads(path);
    await put(database, 'a', expires(1));
    await database.call('UpdateTimeToLive', structuredClone(TTL));
    await database.close();

    const { database: again, clock } = await opened(path);
    clock.now += HOUR;

    expect(await again.expireDue()).toBe(1);
    expect(await again.call('DescribeTimeToLive', { TableName: 'leads' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
  });
});
