// Where a person looks at it: the console of the partition that the stack is in.

import { CfnMapping, type Stack } from 'aws-cdk-lib';

const CONSOLES = {
  aws: { address: 'console.aws.amazon.com' },
  'aws-cn': { address: 'console.amazonaws.cn' },
  'aws-us-gov': { address: 'console.amazonaws-us-gov.com' },
};

/** A link to a page of a service's console, e.g. `states`, `/statemachines/view/…`. */
export function consoleLink(stack: Stack, service: string, page: string): string {
  const id = 'Consoles';
  const known = stack.node.tryFindChild(id);
  const consoles =
    known instanceof CfnMapping ? known : new CfnMapping(stack, id, { mapping: CONSOLES });
  const { region, partition } = stack;
  const address = consoles.findInMap(partition, 'address');
  return `https://${region}.${address}/${service}/home?region=${region}#${page}`;
}
