import { describe, expect, it } from 'vitest';
import { Outbox } from '../../../infra/local/outbox.ts';
import { MemoryValues } from '../emulator/memory-values.ts';

function message(id: string) {
  return { id, to: 'rep-1', subject: 'a lead', text: 'call', at: '2026-09-14T02:00:00.000Z' };
}

describe('the outbox', () => {
  it('keeps a message once, however often it is sent', async () => {
    const outbox = new Outbox(new MemoryValues());

    await outbox.send(message('m1'));
    const again = await outbox.send(message('m1'));

    expect(again).toEqual({ delivered: true });
    expect(await outbox.messages()).toHaveLength(1);
  });

  it('says so when delivery fails, and delivers when it is tried again after that', async () => {
    const outbox = new Outbox(new MemoryValues());
    await outbox.setFails(true);

    const failed = await outbox.send(message('m1'));
    await outbox.setFails(false);
    const sent = await outbox.send(message('m1'));

    expect(failed).toEqual({ delivered: false });
    expect(sent).toEqual({ delivered: true });
  });

  it('lists messages in the order in which they were sent, after a restart too', async () => {
    const values = new MemoryValues();
    const before = new Outbox(values);
    await before.load();
    await before.send(message('z'));
    const after = new Outbox(new MemoryValues(values.stored));
    await after.load();

    await after.send(message('a'));

    expect((await after.messages()).map(({ id }) => id)).toEqual(['z', 'a']);
  });
});
