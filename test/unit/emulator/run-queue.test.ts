import { describe, expect, it } from 'vitest';
import { RunQueue } from '../../../infra/emulator/loop.ts';

function openQueue(): RunQueue {
  return new RunQueue({ failed: () => {}, begins: () => {} });
}

describe('the run queue', () => {
  it('runs one job at a time, in the order in which they were added', async () => {
    const queue = openQueue();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      queue.add(name, async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      });
    }

    await queue.settled();

    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('is settled only when jobs that jobs added are done too', async () => {
    const queue = openQueue();
    const order: string[] = [];
    queue.add('first', async () => {
      queue.add('second', async () => {
        order.push('second');
      });
    });

    await queue.settled();

    expect(order).toEqual(['second']);
  });

  it('goes on after a job that failed, and keeps what went wrong', async () => {
    const queue = openQueue();
    const error = new Error('broken');
    const order: string[] = [];
    queue.add('bad', () => Promise.reject(error));
    queue.add('good', async () => {
      order.push('good');
    });

    await queue.settled();

    expect(order).toEqual(['good']);
    expect(queue.failures).toEqual([{ job: 'bad', error }]);
  });

  it('counts a request beside it as in flight', async () => {
    const queue = openQueue();
    const request = Promise.withResolvers<void>();
    const answered = queue.beside('request', () => request.promise);
    let settled = false;
    const waiting = queue.settled().then(() => {
      settled = true;
    });

    await answeredTurn();
    expect(settled).toBe(false);
    request.resolve();
    await Promise.all([answered, waiting]);

    expect(settled).toBe(true);
  });
});

async function answeredTurn(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
