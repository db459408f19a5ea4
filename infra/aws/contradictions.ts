// What settings cannot have together, and what a region lacks: said at synth, not by CloudFormation half-way.

import { RegionInfo } from 'aws-cdk-lib/region-info';

/** Partitions whose consoles and services this project knows. */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'];

interface Settings {
  readonly stage: string;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly site: 'cloudfront' | 'none';
  readonly mailIdentity?: string | undefined;
  readonly keepData: boolean;
  readonly production: boolean;
}

/** One line for each, with what to do. `region` is where the stage goes, if that is known. */
export function contradictionsOf(
  { stage, issuer, audience, site, mailIdentity, keepData, production }: Settings,
  region: string | undefined,
): readonly string[] {
  const partition = region === undefined ? undefined : RegionInfo.get(region).partition;
  const inChina = partition === 'aws-cn';
  const refusals = [
    [
      issuer !== undefined && audience === undefined,
      'an issuer needs an audience: the client id that its tokens are for (-c audience=…)',
    ],
    [
      issuer === undefined && audience !== undefined,
      'an audience needs an issuer (-c issuer=https://…); without one a Cognito user pool is made, with a client of its own',
    ],
    [
      partition !== undefined && !PARTITIONS.includes(partition),
      `region ${region} is in the partition ${partition}, which this project does not know: choose a region of ${PARTITIONS.join(', ')}, or add the partition's console to infra/aws/console-links.ts, and here once you have checked its services`,
    ],
    [
      inChina && issuer === undefined,
      `region ${region} has no Cognito user pools: name an OpenID Connect issuer (-c issuer=https://… -c audience=…)`,
    ],
    [
      inChina && site === 'cloudfront',
      'CloudFront in China needs an ICP licence and a domain of its own: serve the pages elsewhere (-c site=none -c origins=https://…)',
    ],
    [
      inChina && mailIdentity !== undefined,
      `region ${region} has no SES: leave mailIdentity out and send messages to a chat (docs/runbook.md, Changing a secret)`,
    ],
    [
      production && !keepData,
      `stage ${stage} is production and keeps its data: leave keepData out`,
    ],
  ] as const;
  return refusals.flatMap(([isWrong, message]) => (isWrong ? [message] : []));
}
