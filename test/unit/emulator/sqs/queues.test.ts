import { beforeEach, describe, expect, it } from 'vitest';
import { openFaults } from '../../../../infra/emulator/faults.ts';
import { handleOf, Queues } from '../../../../infra/emulator/sqs/queues.ts';
import { MemoryValues } from '../memory-values.ts';

const MINUTE = 60_000;
const definitions = [
  { name: 'plain', visibility: MINUTE, deadLetters: { queue: 'dead', maxReceives: 2 } },
  { name: 'dead', visibility: MINUTE, retention: 14 * 24 * 60 * MINUTE },
  { name: 'ordered.fifo', visibility: MINUTE },
];

let now: number;
let values: MemoryValues;
let queues: Queues;
const faults = openFaults();

async function open(): Promise<Queues> {
  const opened = new Queues({ queues: definitions, values, faults, clock: { now: () => now } });
  await opened.load();
  return opened;
}

beforeEach(async () => {
  now = 1_000_000;
  values = new MemoryValues();
  queues = await open();
});

async function receive(queue: string, most = 10) {
  return await queues.receive(queue, { most });
}

const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body);

describe('a queue', () => {
  it('hides a message from others for its time, and gives it again afterwards', async () => {
    await queues.send('plain', { body: 'a' });

    const first = await receive('plain');
    const hidden = await receive('plain');
    now += MINUTE;
    const again = await receive('plain');

    expect([first, hidden, again].map(bodies)).toEqual([['a'], [], ['a']]);
    expect(again[0]?.receives).toBe(2);
  });

  it('sets a message aside that was received too often, and nothing that was deleted', async () => {
    await queues.send('plain', { body: 'bad' });
    await queues.send('plain', { body: 'good' });
    const [, good] = await receive('plain');
    if (good) await queues.delete('plain', handleOf(good));
    now += MINUTE;
    await receive('plain');
    now += MINUTE;

    const last = await receive('plain');

    expect(last).toEqual([]);
    expect(bodies(queues.all('dead'))).toEqual(['bad']);
    expect(queues.all('plain')).toEqual([]);
  });

  it('lets nobody delete by a handle that is not the last one', async () => {
    await queues.send('plain', { body: 'a' });
    const [first] = await receive('plain');
    now += MINUTE;
    await receive('plain');

    if (first) await queues.delete('plain', handleOf(first));

    expect(queues.all('plain')).toHaveLength(1);
  });

  it('keeps a message for its time and no longer', async () => {
    await queues.send('plain', { body: 'a' });

    now += 4 * 24 * 60 * MINUTE;

    expect(await receive('plain')).toEqual([]);
  });

  it('gives a message back early, and hides it longer', async () => {
    await queues.send('plain', { body: 'a' });
    const [message] = await receive('plain');
    if (message) await queues.hide('plain', handleOf(message), 0);
    const [again] = await receive('plain');
    if (again) await queues.hide('plain', handleOf(again), 2 * MINUTE);
    now += MINUTE;

    expect(again?.body).toBe('a');
    expect(await receive('plain')).toEqual([]);
  });

  it('goes on after a restart with what it had, hidden or not', async () => {
    await queues.send('plain', { body: 'a' });
    await queues.send('plain', { body: 'b' });
    await receive('plain', 1);

    queues = await open();

    expect(bodies(await receive('plain'))).toEqual(['b']);
    now += MINUTE;
    expect(bodies(await receive('plain'))).toEqual(['a', 'b']);
  });

  it.each([
    ['MissingParameter', 'plain', { body: '' }],
    ['InvalidMessageContents', 'plain', { body: '\u0000' }],
    ['InvalidParameterValue', 'plain', { body: 'é'.repeat(524_289) }],
    ['InvalidParameterValue', 'plain', { body: 'a', group: 'g' }],
    ['MissingParameter', 'ordered.fifo', { body: 'a', deduplicationId: 'd' }],
    ['MissingParameter', 'ordered.fifo', { body: 'a', group: 'g' }],
    ['QueueDoesNotExist', 'other', { body: 'a' }],
  ])('says %s', async (code, queue, sent) => {
    await expect(queues.send(queue, sent)).rejects.toMatchObject({ code });
  });

  it('takes nothing while SQS is off', async () => {
    faults.queues = 'off';
    const sent = queues.send('plain', { body: 'a' });
    await expect(sent).rejects.toMatchObject({ status: 503 });
    faults.queues = 'on';
  });
});

describe('a FIFO queue', () => {
  const send = (body: string, group = 'g', deduplicationId = body) =>
    queues.send('ordered.fifo', { body, group, deduplicationId });

  it('gives nothing of a group while one of it is hidden, and others meanwhile', async () => {
    await send('a1', 'a');
    await send('a2', 'a');
    await send('b1', 'b');

    const first = await receive('ordered.fifo', 1);
    const meanwhile = await receive('ordered.fifo');
    if (first[0]) await queues.delete('ordered.fifo', handleOf(first[0]));
    const after = await receive('ordered.fifo');

    expect([first, meanwhile, after].map(bodies)).toEqual([['a1'], ['b1'], ['a2']]);
  });

  it('takes the same once in five minutes, after a restart too', async () => {
    const sent = await send('a');
    queues = await open();
    const again = await send('a');
    now += 5 * MINUTE;
    await send('a');

    expect(again.messageId).toBe(sent.messageId);
    expect(queues.all('ordered.fifo')).toHaveLength(2);
  });
});
