// Step Functions as its API shows it: what can be asked of machines, executions and tasks, and how it says no.

import { executionArn, roleArn, stateMachineArn } from '../arns.ts';
import { DefinitionError } from '../asl/interpreter.ts';
import { isDeeperThan } from '../asl/nesting.ts';
import type { Json, Signal } from '../asl/types.ts';
import { AwsError } from '../aws-error.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Faults } from '../faults.ts';
import { compiledOf } from './compiled-machines.ts';
import type { ExecutionDriver } from './execution-driver.ts';
import type { ExecutionStore } from './execution-store.ts';
import { type ExecutionRecord, executionKey, type MachineRecord, type Watcher } from './records.ts';

/** 256 KiB, for inputs and outputs. */
const LARGEST = 262_144;
const DEEPEST = 1000;
const FORBIDDEN_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF]/u;

interface StartRequest {
  readonly machine: string;
  readonly name: string;
  readonly input: string;
  /** The task that waits for the end. */
  readonly watcher?: Watcher;
}

interface ServiceOptions {
  readonly store: ExecutionStore;
  readonly driver: ExecutionDriver;
  readonly clock: VirtualClock;
  readonly faults: Faults;
}

export class StepFunctions {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Creates the machine. The same again is harmless; another definition under the name is StateMachineAlreadyExists. */
  async create(
    name: string,
    definition: string,
    role = roleArn('offline'),
  ): Promise<MachineRecord> {
    checkName(name);
    const { store, clock } = this.#options;
    const present = store.machine(name);
    if (present?.definition === definition) return present;
    if (present) {
      throw new AwsError(
        'StateMachineAlreadyExists',
        `State Machine Already Exists: '${stateMachineArn(name)}'`,
      );
    }
    checkDefinition(definition);
    const machine = { name, revision: 1, definition, roleArn: role, createdAt: clock.now() };
    await store.saveMachine(machine);
    return machine;
  }

  /** Executions that are under way keep the definition with which they began. */
  async update(arn: string, definition: string): Promise<MachineRecord> {
    const present = this.machine(arn);
    if (present.definition === definition) return present;
    checkDefinition(definition);
    const machine = { ...present, definition, revision: present.revision + 1 };
    await this.#options.store.saveMachine(machine);
    return machine;
  }

  /** Makes the project's own machine what its file says. */
  async install(name: string, definition: string): Promise<void> {
    if (this.#options.store.machine(name)) await this.update(stateMachineArn(name), definition);
    else await this.create(name, definition);
  }

  machine(arn: string): MachineRecord {
    const name = nameIn(arn, 'stateMachine');
    const machine = this.#options.store.machine(name);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** Starts an execution. The same name and input while it runs is the same start; otherwise the name is taken for good. */
  async start(request: StartRequest): Promise<ExecutionRecord> {
    this.#checkService();
    checkName(request.name);
    const machine = this.machine(request.machine);
    const input = parseInput(request.input);
    const { driver, store, clock } = this.#options;
    const key = executionKey(machine.name, request.name);
    return await driver.exclusively(key, async () => {
      const present = store.execution(key);
      if (present) return await this.#startedBefore(key, present, request);
      const start = {
        executionArn: executionArn(machine.name, request.name),
        name: request.name,
        stateMachineArn: stateMachineArn(machine.name),
        stateMachineName: machine.name,
        roleArn: machine.roleArn,
        input,
        startedAt: clock.now(),
      };
      return await driver.begin(machine, start, request.input, request.watcher);
    });
  }

  async #startedBefore(key: string, present: ExecutionRecord, request: StartRequest) {
    const { watcher } = request;
    // The same task asking again after a crash: the child is its own, whatever has become of it.
    const isOwn = present.watchers.some(
      (one) => one.key === watcher?.key && one.taskId === watcher.taskId,
    );
    if (isOwn) return present;
    if (present.execution.status === 'RUNNING' && present.input === request.input) {
      if (watcher) await this.#options.store.watch(key, present, watcher);
      return present;
    }
    const arn = present.execution.start.executionArn;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }

  execution(arn: string): ExecutionRecord {
    const record = this.#options.store.execution(nameIn(arn, 'execution'));
    if (record) return record;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  async stop(arn: string, error?: string, cause?: string): Promise<ExecutionRecord> {
    const { start } = this.execution(arn).execution;
    await this.#options.driver.signal(executionKey(start.stateMachineName, start.name), {
      kind: 'stop',
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
    return this.execution(arn);
  }

  /** The task behind the token is done. Throws InvalidToken, InvalidOutput, TaskTimedOut. */
  async sendTaskSuccess(token: string, outputText: string): Promise<void> {
    this.#checkService();
    const output = parseOutput(outputText);
    await this.#sendTask(token, (taskId) => ({ kind: 'succeeded', taskId, output }));
  }

  async sendTaskFailure(token: string, error = '', cause = ''): Promise<void> {
    this.#checkService();
    await this.#sendTask(token, (taskId) => ({ kind: 'failed', taskId, error, cause }));
  }

  async sendTaskHeartbeat(token: string): Promise<void> {
    this.#checkService();
    await this.#sendTask(token, (taskId) => ({ kind: 'heartbeat', taskId }));
  }

  async #sendTask(token: string, signalOf: (taskId: string) => Signal): Promise<void> {
    const { driver, faults } = this.#options;
    const { key, taskId } = this.#task(token);
    if (faults.loseWakes) return;
    const done = await driver.signal(key, signalOf(taskId));
    if (faults.duplicateWakes) await driver.signal(key, signalOf(taskId));
    if (!done) throw timedOut();
  }

  #task(token: string) {
    const task = this.#options.store.token(token);
    if (task) return task;
    throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`);
  }

  #checkService(): void {
    if (this.#options.faults.stepFunctions === 'on') return;
    throw new AwsError('ServiceUnavailable', 'Step Functions is switched off', 503);
  }
}

function timedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

function checkName(name: string): void {
  if (name.length > 0 && name.length <= 80 && !FORBIDDEN_IN_NAMES.test(name)) return;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

function checkDefinition(definition: string): void {
  try {
    compiledOf(definition);
  } catch (error) {
    if (error instanceof DefinitionError) throw new AwsError('InvalidDefinition', error.message);
    throw error;
  }
}

/** `machine:name` of an execution, `name` of a machine. */
function nameIn(arn: string, kind: 'stateMachine' | 'execution'): string {
  const named = new RegExp(`^arn:[^:]+:states:[^:]*:[^:]*:${kind}:(.+)$`).exec(arn);
  if (named?.[1]) return named[1];
  throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
}

function parseInput(text: string): Json {
  return parsePayload(text, (why) => {
    const message = `Invalid State Machine Execution Input: '${why}'`;
    return new AwsError('InvalidExecutionInput', message);
  });
}

function parseOutput(text: string): Json {
  return parsePayload(text, (why) => new AwsError('InvalidOutput', `Invalid Output: '${why}'`));
}

/** AWS's limit of size, and its parser's of nesting. */
function parsePayload(text: string, refusal: (why: string) => AwsError): Json {
  if (Buffer.byteLength(text) > LARGEST) throw refusal(`longer than ${LARGEST} bytes`);
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refusal(error instanceof Error ? error.message : String(error));
  }
  if (isDeeperThan(value, DEEPEST)) throw refusal(`nested deeper than ${DEEPEST} levels`);
  return value;
}
