// Findings of cdk-nag that stay, each with the reason that a customer's reviewer is given.

import { type App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import { routes } from '../catalog.ts';

interface Acknowledgement {
  /** The finding, as cdk-nag names it. */
  readonly id: string;
  /** Where it may stand: construct paths within a stack. */
  readonly where: RegExp;
  readonly reason: string;
}

const SOLUTIONS = 'AwsSolutions::AwsSolutions';
const PUBLIC_PATHS = routes.filter(({ access }) => access === 'public').map(({ path }) => path);

const ACKNOWLEDGED: readonly Acknowledgement[] = [
  {
    id: `${SOLUTIONS}-IAM5[Resource::*]`,
    where: /\/Role\/DefaultPolicy\/Resource$/,
    reason:
      'X-Ray, log delivery, ListStreams and GetMetricData take no narrower resource. test/infra/least-privilege.test.ts refuses a * beside any other action.',
  },
  {
    id: `${SOLUTIONS}-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]`,
    where: /CloudWatchRole\/Resource$/,
    reason:
      'The account has one role by which API Gateway writes logs; AWS documents this managed policy for it, and other APIs of the account share it.',
  },
  {
    id: `${SOLUTIONS}-APIG2`,
    where: /^LeadApi\/Api\/Resource$/,
    reason:
      'Path parameters are validated at the gateway. Bodies are validated by the functions against the schemas of docs/openapi.json: the contract answers 422 with every bad field, which the gateway’s 400 does not name.',
  },
  {
    id: `${SOLUTIONS}-APIG4`,
    where: publicMethod(),
    reason:
      'Forms are sent by strangers, and links in mail are opened without signing in (docs/openapi.json, public routes). WAF limits rate and size. A test holds every other route to the authorizer.',
  },
  {
    id: `${SOLUTIONS}-COG4`,
    where: /^LeadApi\/Api\/Default\/.*\/(GET|POST|PUT|PATCH)\/Resource$/,
    reason:
      'One Lambda authorizer checks the tokens of Cognito or of any other OpenID Connect issuer: some customers have their own, and some regions have no user pools.',
  },
  {
    id: `${SOLUTIONS}-SMG4`,
    where: /^IdentityPepper\/Resource$/,
    reason:
      'The pepper is mixed into stored hashes of addresses: a new one would make every known person a stranger. It is changed by a migration, never by a timer.',
  },
  {
    id: `${SOLUTIONS}-SMG4`,
    where: /^Secret-\w+\/Resource$/,
    reason:
      'Addresses and keys that chats gave to ops: only the chat can make new ones, and docs/runbook.md says how they are changed.',
  },
  {
    id: `${SOLUTIONS}-SMG4`,
    where: /^Webhooks\/\w+Key\/Resource$/,
    reason:
      'The receiver of the webhook holds the same key: both sides change it together, as docs/runbook.md says. It opens nothing here.',
  },
  {
    id: `${SOLUTIONS}-CFR1`,
    where: /^Site\/Resource$/,
    reason: 'Staff and customers are wherever the company sells: no country is shut out.',
  },
  {
    id: `${SOLUTIONS}-CFR2`,
    where: /^Site\/Resource$/,
    reason:
      'CloudFront serves fixed files that anybody may read; what takes input is the API, which has a WAF.',
  },
  {
    id: `${SOLUTIONS}-CFR4`,
    where: /^Site\/Resource$/,
    reason:
      'Without a domain of the company’s own the certificate is CloudFront’s, which fixes the oldest TLS version by itself. Pages hold no data.',
  },
  {
    id: `${SOLUTIONS}-SQS3`,
    where: /DeadLetters\/Resource$/,
    reason: 'It is the queue of dead letters itself; an alarm tells of each message in it.',
  },
  {
    id: 'Serverless::Serverless-SQSRedrivePolicy',
    where: /DeadLetters\/Resource$/,
    reason: 'It is the queue of dead letters itself; an alarm tells of each message in it.',
  },
  {
    id: 'Serverless::Serverless-SNSRedrivePolicy',
    where: /^AlarmTopic\/[^/]+\/Resource$/,
    reason:
      'An e-mail that was not delivered is of no use later: the alarm itself stays red in CloudWatch.',
  },
  {
    id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    where: /^Asynchronous\/\w+(Again|Queue)\/Resource$/,
    reason:
      'It reads a queue: what fails stays there, with an alarm for as long, and goes to the queue’s own dead letters. AWS takes no destination for a queue.',
  },
  {
    id: 'Serverless::Serverless-LambdaDLQ',
    where: /^\w+\/Function\/Resource$/,
    reason:
      'API and workflows call functions and wait for the answer. Asynchronous calls have an on-failure destination, the stream a bucket for records given up; test/infra/asynchronous.test.ts holds each of them to it.',
  },
];

/** Acknowledges each finding where it may stand and nowhere else. */
export function acknowledge(app: App): void {
  for (const node of app.node.findAll()) {
    if (!CfnResource.isCfnResource(node)) continue;
    const path = node.node.path.split('/').slice(1).join('/');
    for (const { id, where, reason } of ACKNOWLEDGED)
      if (where.test(path)) Validations.of(node).acknowledge({ id, reason });
  }
}

/** Acknowledges one resource with a wildcard in the policies of a role. cdk-nag names the resource by its text in the template. */
export function acknowledgeWildcard(role: IRole, resource: string, reason: string): void {
  const text = flattenCfnReference(Stack.of(role).resolve(resource));
  Validations.of(role).acknowledge({ id: `${SOLUTIONS}-IAM5[Resource::${text}]`, reason });
}

function publicMethod(): RegExp {
  const paths = PUBLIC_PATHS.map((path) => path.replaceAll(/[{}]/g, '\\$&').slice(1));
  return new RegExp(`^LeadApi/Api/Default/(${paths.join('|')})/(GET|POST|PUT|PATCH)/Resource$`);
}
