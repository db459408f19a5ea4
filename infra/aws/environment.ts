// What a function finds in its environment: the names behind what it is granted, and nothing else.

import { type CatalogFunction, type QueueName, routes } from '../catalog.ts';
import type { StageConfig } from './config.ts';
import type { DataStack } from './data-stack.ts';
import type { Emulator } from './emulator.ts';
import { tableActions } from './grants.ts';
import type { Issuer } from './identity-stack.ts';
import { queueVariables } from './queues.ts';

/** What all functions of a stage stand on. */
export interface StageParts {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly issuer: Issuer;
  /** Websites whose pages may call the API, the staff's own first. */
  readonly origins: readonly string[];
  readonly emulator?: Emulator;
}

/** Variables by name; the machines it starts are added when they are there. */
export function functionEnvironment(
  name: string,
  { grants, secrets = [] }: CatalogFunction,
  { config, data, issuer, origins, emulator }: StageParts,
): Readonly<Record<string, string>> {
  const { bus = [], pepper, signIn, machines = [] } = grants;
  const isToldSecrets = pepper || secrets.length > 0;
  return {
    STAGE: config.stage,
    ...(tableActions(grants).length > 0 ? { LEAD_TABLE: data.table.tableName } : {}),
    ...(grants.metrics ? { METRIC_TABLE: data.metrics.tableName } : {}),
    // Codec: the keys of a record that has no others.
    ...queueVariables(Object.keys(grants.queues ?? {}) as QueueName[], data.queues),
    ...(bus.length > 0 ? { EVENT_BUS: data.bus.eventBusName } : {}),
    // A reference that CloudFormation resolves; the environment is encrypted with the stage's key (decision 0020).
    ...(pepper ? { IDENTITY_PEPPER: data.pepper.secretValue.unsafeUnwrap() } : {}),
    ...Object.fromEntries(secrets.map((one) => [one, secretOf(data, one)])),
    ...(isToldSecrets && config.secretsVersion !== undefined
      ? { SECRETS_VERSION: config.secretsVersion }
      : {}),
    ...(signIn
      ? {
          OIDC_ISSUER: emulator?.issuer ?? issuer.issuer,
          OIDC_AUDIENCE: issuer.audience,
          OIDC_GROUPS_CLAIM: issuer.groupsClaim,
        }
      : {}),
    ...(routes.some((route) => route.function === name)
      ? { ALLOWED_ORIGINS: origins.join(',') }
      : {}),
    ...(emulator && machines.length > 0 ? { AWS_ENDPOINT_URL_SFN: emulator.stepFunctions } : {}),
  };
}

function secretOf({ secrets }: StageParts['data'], name: string): string {
  const secret = secrets.get(name);
  if (!secret) throw new RangeError(`secret ${name} is not in the catalogue; add it`);
  return secret.secretValue.unsafeUnwrap();
}

/** `LEAD_JOURNEY_ARN` for `LeadJourney`. */
export function startedMachineVariable(machine: string): string {
  return `${machine.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_ARN`;
}
