// What happens when the disk is full, or cannot be written for another reason? The target is opened anew as after a kill, as
// soon as that goes; until then everybody is told to come again. Nothing that was acknowledged is lost.

import { FolderRefused } from '../emulator/dynamodb/folder-refused.ts';
import type { GatewayResponse } from '../emulator/http/problem.ts';
import { type FrontDoor, unavailable } from './http/front-door.ts';
import type { Runtime } from './runtime.ts';

interface KeptOpenOptions {
  readonly start: () => Promise<Runtime>;
  /** Hears what became of the store, in a sentence. */
  readonly told: (sentence: string) => void;
  /** It cannot be opened anew, whatever room there is. */
  readonly gaveUp: (error: unknown) => void;
  readonly retryMs?: number;
}

const RETRY_MS = 1000;

export class KeptOpen implements Pick<FrontDoor, 'admit' | 'answer'> {
  readonly #options: KeptOpenOptions;
  #runtime: Runtime | undefined;
  #refused: FolderRefused | undefined;
  #opening: Promise<void> = Promise.resolve();
  #stopped = false;

  private constructor(options: KeptOpenOptions) {
    this.#options = options;
  }

  /** Throws what the first start throws. */
  static async open(options: KeptOpenOptions): Promise<KeptOpen> {
    const kept = new KeptOpen(options);
    kept.#keep(await options.start());
    return kept;
  }

  /** Why its store cannot be written at present. */
  get refused(): FolderRefused | undefined {
    return this.#refused;
  }

  /** Work to be done before anybody comes. Throws FolderRefused when the store fails meanwhile. */
  async firstly(work: (runtime: Runtime) => Promise<void>): Promise<void> {
    try {
      if (this.#runtime) await work(this.#runtime);
    } catch (error) {
      throw this.#refused ?? error;
    }
  }

  admit(head: Parameters<FrontDoor['admit']>[0]): GatewayResponse | number {
    return this.#runtime?.door.admit(head) ?? this.#comeAgain(head);
  }

  async answer(request: Parameters<FrontDoor['answer']>[0]): Promise<GatewayResponse> {
    const runtime = this.#runtime;
    if (!runtime) return this.#comeAgain(request);
    try {
      const answer = await runtime.door.answer(request);
      const isOwnFailure = answer.statusCode < 500 || this.#runtime === runtime;
      return isOwnFailure ? answer : this.#comeAgain(request);
    } catch (error) {
      if (this.#runtime === runtime) throw error;
      return this.#comeAgain(request);
    }
  }

  #comeAgain(head: Parameters<FrontDoor['admit']>[0]): GatewayResponse {
    return unavailable(head, `${this.#refused?.message ?? 'it was opened anew'}; send it again`);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#opening;
    await this.#runtime?.stop();
  }

  #keep(runtime: Runtime): void {
    this.#runtime = runtime;
    this.#refused = undefined;
    void runtime.database.failed.then((error) => {
      this.#runtime = undefined;
      this.#refused = error;
      this.#options.told(
        `${error.message}; everybody is told to come again until it can be written`,
      );
      this.#opening = this.#openAnew(runtime);
    });
  }

  async #openAnew(broken: Runtime): Promise<void> {
    await broken.stop().catch(() => {});
    while (!this.#stopped) {
      await new Promise((resolve) => setTimeout(resolve, this.#options.retryMs ?? RETRY_MS));
      try {
        this.#keep(await this.#options.start());
        this.#options.told(
          'the data folder can be written again; all that was acknowledged is there',
        );
        return;
      } catch (error) {
        const mayPass = error instanceof FolderRefused && error.reason !== 'damaged';
        if (!mayPass) return this.#options.gaveUp(error);
      }
    }
  }
}
