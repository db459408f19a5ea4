// What runs: functions, state machines, the asynchronous ways between them, and the API.

import { Stack, type StackProps } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type CatalogFunction, functions, routes } from '../catalog.ts';
import { Asynchronous } from './asynchronous.ts';
import { functionEnvironment, type StageParts, startedMachineVariable } from './environment.ts';
import { Firewall } from './firewall.ts';
import { allow, mailStatements, storeStatements } from './grants.ts';
import { LeadApi } from './lead-api.ts';
import { lifecycleOutputs } from './outputs.ts';
import { StageFunction } from './stage-function.ts';
import { StateMachines } from './state-machines.ts';
import type { Watched } from './watched.ts';
import { Webhooks } from './webhooks.ts';

interface LifecycleProps extends StackProps, StageParts {
  /** The folder of a function's bundle. */
  readonly codeOf: (name: string) => string;
}

export class LifecycleStack extends Stack {
  readonly watched: Watched;
  readonly #functions = new Map<string, StageFunction>();
  readonly #machines: StateMachines;

  constructor(scope: Construct, id: string, props: LifecycleProps) {
    super(scope, id, props);
    const { config, data, origins } = props;
    const { logDays } = config;
    for (const [name, catalogued] of Object.entries<CatalogFunction>(functions))
      this.#functions.set(name, this.#makeFunction(name, catalogued, props));
    const handlers = new Map(
      [...this.#functions].map(([name, { function: handler }]) => [name, handler]),
    );
    this.#machines = new StateMachines(this, 'Workflows', { functions: handlers, logDays });
    this.#grantMachines();
    const asynchronous = new Asynchronous(this, 'Asynchronous', {
      functions: this.#functions,
      data,
      config,
    });
    const webhooks = new Webhooks(this, 'Webhooks', { config, data });
    const { api } = new LeadApi(this, 'LeadApi', { functions: handlers, origins, logDays });
    const { stageArn } = api.deploymentStage;
    new Firewall(this, 'Firewall', { stageArn, routes, logDays, isLogged: config.production });
    this.watched = {
      stage: config.stage,
      functions: handlers,
      machines: this.#machines.byName,
      queues: data.queues,
      deadLetters: new Map([
        ...asynchronous.deadLetters,
        ...webhooks.deadLetters,
        ...[...data.queues].map(([name, { deadLetters }]) => [name, deadLetters] as const),
      ]),
      api,
      table: data.table,
    };
    lifecycleOutputs(this, this.watched);
  }

  #makeFunction(name: string, catalogued: CatalogFunction, props: LifecycleProps): StageFunction {
    const { config, data, codeOf } = props;
    return new StageFunction(this, name, {
      catalogued,
      code: codeOf(name),
      environment: functionEnvironment(name, catalogued, props),
      statements: [
        ...storeStatements(catalogued.grants, data),
        ...mailStatements(catalogued.grants, config),
      ],
      key: data.key,
      logDays: config.logDays,
      reserves: config.reserveConcurrency,
    });
  }

  /** Apart from the roles' own policies: those come before the functions, and machines come after them. */
  #grantMachines(): void {
    for (const [name, { grants }] of Object.entries<CatalogFunction>(functions)) {
      const { machines = [], starts = [] } = grants;
      const one = this.#functions.get(name);
      if (!one || machines.length === 0) continue;
      const started = machines.includes('start') ? starts : [];
      const waiting = this.#machines.waiting.map(({ stateMachineArn }) => stateMachineArn);
      new Policy(this, `${name}Executions`, {
        roles: [one.role],
        statements: [
          ...(started.length > 0
            ? [
                allow(
                  'Start',
                  ['states:StartExecution'],
                  started.map((to) => this.#machineArn(to)),
                ),
              ]
            : []),
          ...(machines.includes('wake')
            ? [allow('Wake', ['states:SendTaskSuccess'], waiting)]
            : []),
        ],
      });
      for (const to of started)
        one.function.addEnvironment(startedMachineVariable(to), this.#machineArn(to));
    }
  }

  #machineArn(name: string): string {
    const machine = this.#machines.byName.get(name);
    if (!machine) throw new RangeError(`${name} is no workflow of the catalogue; correct starts`);
    return machine.stateMachineArn;
  }
}
