// Integrations that are nothing but an API call: `aws-sdk:dynamodb:*`, `aws-sdk:sfn:*`, `aws-sdk:eventbridge:*` and the
// optimised `dynamodb:*`. They go through the same wire as any client, and see the same errors.

import type { Json } from '../asl/types.ts';
import { AwsError } from '../aws-error.ts';
import type { Wire } from '../http/aws-json.ts';
import type { TaskEffect } from './execution-driver.ts';

type Members = { readonly [name: string]: Json };

interface Api {
  readonly target: string;
  /** Members begin with a small letter on the wire and with a capital in a state machine. */
  readonly small: boolean;
}

const APIS: Readonly<Record<string, Api>> = {
  dynamodb: { target: 'DynamoDB_20120810', small: false },
  'aws-sdk:dynamodb': { target: 'DynamoDB_20120810', small: false },
  'aws-sdk:eventbridge': { target: 'AWSEvents', small: false },
  'aws-sdk:sfn': { target: 'AWSStepFunctions', small: true },
};

/** Members whose value is text of JSON; a state machine may give the JSON itself. */
const TEXTS = ['Input', 'Output', 'Definition'];

export function isWireCall({ service }: TaskEffect): boolean {
  return Object.hasOwn(APIS, service);
}

/** What the service answers. Throws AwsError. */
export async function wireCall(wire: Wire, effect: TaskEffect, given: Members): Promise<Members> {
  const { target, small } = APIS[effect.service] ?? { target: effect.service, small: false };
  const action = `${effect.action.charAt(0).toUpperCase()}${effect.action.slice(1)}`;
  const body = small ? smallMembers(given) : given;
  const answer = await wire(`${target}.${action}`, JSON.stringify(body));
  const parsed = JSON.parse(answer.body);
  if (answer.statusCode < 300) return small ? capitalMembers(parsed) : parsed;
  const code = String(parsed.__type).replace(/^.*#/, '');
  throw new AwsError(code, String(parsed.message ?? parsed.Message), answer.statusCode);
}

/** A null stands for a member that is not given. */
function smallMembers(given: Members): Members {
  const members = Object.entries(given).filter(([, value]) => value !== null);
  return Object.fromEntries(
    members.map(([name, value]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      TEXTS.includes(name) && typeof value !== 'string' ? JSON.stringify(value) : value,
    ]),
  );
}

function capitalMembers(given: Members): Members {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      capitalValue(name, value),
    ]),
  );
}

/** Instants are epoch seconds on the wire and ISO-8601 in a state machine. */
function capitalValue(name: string, value: Json): Json {
  if (typeof value === 'number' && /Date$|^timestamp$/.test(name)) {
    return new Date(value * 1000).toISOString();
  }
  if (Array.isArray(value)) return value.map((item) => capitalValue('', item));
  return typeof value === 'object' && value !== null ? capitalMembers(value) : value;
}
