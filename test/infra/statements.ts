// Roles as tests read them: one line for each action on each resource.

import * as z from 'zod';
import { named, ofType, type StackTemplate } from './templates.ts';

const many = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]);

const Statement = z.object({
  Effect: z.literal('Allow'),
  Action: many(z.string()),
  Resource: many(z.unknown()),
  Condition: z.unknown().optional(),
});
const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** `dynamodb:GetItem LeadTable` and so on, of all policies of the role whose logical id begins so. */
export function linesOfRole(template: StackTemplate, role: RegExp): readonly string[] {
  const lines = ofType(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    const { PolicyDocument, Roles } = Policy.parse(Properties);
    if (!Roles.some(({ Ref }) => role.test(Ref))) return [];
    return PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${named(resource)}`)),
    );
  });
  return [...new Set(lines)].toSorted();
}
