import { describe, expect, it } from 'vitest';
import { Crowded, Door } from '../../../infra/emulator/door.ts';
import { StubHost, turns } from './stub-host.ts';

/** A door to a house with so many things under way, and who came in so far. */
function openDoor(underWay = 0) {
  const host = new StubHost();
  const house = { underWay };
  const door = new Door({ inside: () => house.underWay, host });
  const cameIn: string[] = [];
  const refused: string[] = [];
  const come = (name: string) => {
    const entering = door.pass(async () => {
      house.underWay += 1;
      cameIn.push(name);
    });
    entering.catch((error) => refused.push(`${name}: ${error.name}`));
  };
  return { host, house, door, cameIn, refused, come };
}

describe('the door', () => {
  it('lets in at once whoever comes while there is room', () => {
    const { cameIn, come } = openDoor();

    come('one');
    come('two');

    expect(cameIn).toEqual(['one', 'two']);
  });

  it('lets those wait who come in a rush, and takes them in their order as work is done', () => {
    const { house, door, cameIn, come } = openDoor(98);
    for (const name of ['a', 'b', 'c', 'd']) come(name);
    expect(cameIn).toEqual(['a', 'b']);

    house.underWay -= 1;
    door.done();

    expect(cameIn).toEqual(['a', 'b', 'c']);
  });

  it('stays closed while the clock is moved', async () => {
    const { door, cameIn, come } = openDoor();
    const moved = Promise.withResolvers<void>();
    const moving = door.closedFor(() => moved.promise);
    for (const name of ['a', 'b', 'c']) come(name);
    door.between();
    door.done();
    expect(cameIn).toEqual([]);

    moved.resolve();
    await moving;

    expect(cameIn).toEqual(['a', 'b', 'c']);
  });

  it('lets one in each quarter of a second between the instants of a long advance', async () => {
    const { host, door, cameIn, come } = openDoor();
    void door.closedFor(() => new Promise(() => {}));
    for (let n = 0; n < 100; n += 1) come(`${n}`);

    for (let instant = 0; instant < 1000; instant += 1) {
      door.done();
      door.between();
      await host.pass(1);
    }

    expect(cameIn).toEqual(['0', '1', '2']);
  });

  it('lets the next in where nothing is done any more: a function may wait for its own call', async () => {
    const { host, door, cameIn, come } = openDoor();
    void door.closedFor(() => new Promise(() => {}));
    come('own call');
    come('another');

    door.done();
    await host.pass(100);
    expect(cameIn).toEqual([]);
    await host.pass(100);

    expect(cameIn).toEqual(['own call']);
  });

  it('refuses who has waited as long as anybody waits for an answer', async () => {
    const { host, door, cameIn, refused, come } = openDoor(100);
    come('patient');
    const working = setIntervalOf(host, 50, () => door.done());

    await working(29_000);

    expect({ cameIn, refused }).toEqual({ cameIn: [], refused: ['patient: Crowded'] });
  });

  it('refuses at once who comes to a line of a thousand', async () => {
    const { refused, come } = openDoor(100);
    for (let n = 0; n < 1000; n += 1) come(`${n}`);

    come('too many');
    await turns();

    expect(refused).toEqual(['too many: Crowded']);
    expect(new Crowded().message).toMatch(/send it again/);
  });
});

/** Lets time pass with something done every so often. */
function setIntervalOf(host: StubHost, every: number, work: () => void) {
  return async (millis: number): Promise<void> => {
    for (let passed = 0; passed < millis; passed += every) {
      work();
      await host.pass(every);
    }
  };
}
