// The context flag of the emulator suite: what to leave out there, and where functions find what the emulator lacks.

import { Aspects, CfnResource, type IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as z from 'zod';

/** Resource types that MiniStack cannot make or take away again, of those that this project uses. A test pins the list. */
export const LEFT_OUT = ['AWS::WAFv2::WebACLAssociation'] as const;

const Loopback = z.url().regex(/^http:\/\/127\.0\.0\.1:\d+/, 'must be on loopback');

export const Emulator = z.object({
  /** The project's own Step Functions, which runs the deployed definitions. */
  stepFunctions: Loopback,
  /** A test's issuer of tokens. */
  issuer: Loopback,
});
export type Emulator = z.infer<typeof Emulator>;

/** Undefined outside the suite. */
export function emulatorOf(context: Readonly<Record<string, unknown>>): Emulator | undefined {
  const { emulator } = context;
  if (emulator === undefined) return undefined;
  return Emulator.parse(typeof emulator === 'string' ? JSON.parse(emulator) : emulator);
}

export function leaveOutRefused(scope: IConstruct): void {
  Aspects.of(scope).add(new LeaveOut());
}

class LeaveOut implements IAspect {
  visit(node: IConstruct): void {
    const isRefused =
      CfnResource.isCfnResource(node) &&
      (LEFT_OUT as readonly string[]).includes(node.cfnResourceType);
    if (isRefused) node.node.scope?.node.tryRemoveChild(node.node.id);
  }
}
