import type { Pattern } from '../types.ts';
import type { Resource } from './definition.ts';

// A Task's Resource: a Lambda function's ARN, or a service integration `arn:aws:states:::service:action[.pattern]`.

const LAMBDA = /^arn:aws[a-z-]*:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?$/;
const ACTIVITY = /^arn:aws[a-z-]*:states:[^:]+:[^:]+:activity:[^:]+$/;
const INTEGRATION =
  /^arn:aws[a-z-]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[\w-]+):([A-Za-z][\w]*)(\..+)?$/;

const PATTERNS: Readonly<Record<string, Pattern>> = {
  '.sync': 'sync',
  '.sync:2': 'sync:2',
  '.waitForTaskToken': 'waitForTaskToken',
};

/** The resource, or what is wrong with it. */
export function parseResource(
  arn: string,
): Resource | { readonly problem: string; readonly offline: boolean } {
  if (LAMBDA.test(arn)) {
    return { arn, service: 'lambda', action: 'invoke', pattern: 'requestResponse', direct: true };
  }
  if (ACTIVITY.test(arn)) {
    return { problem: `activities are not run offline: ${arn}`, offline: true };
  }
  const [, service, action, suffix] = INTEGRATION.exec(arn) ?? [];
  if (service === undefined || action === undefined) {
    return { problem: 'Value is not a valid resource ARN', offline: false };
  }
  const pattern = suffix === undefined ? 'requestResponse' : PATTERNS[suffix];
  if (pattern === undefined || (service.startsWith('aws-sdk:') && pattern.startsWith('sync'))) {
    return { problem: `The resource provided ${arn} is not recognized.`, offline: false };
  }
  return { arn, service, action, pattern, direct: false };
}
