// What one stage of the system is given: read from the CDK context, checked before anything is made of it.

import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as z from 'zod';
import { Zone } from '../../functions/leads/calendar/calendar.ts';
import { contradictionsOf } from './contradictions.ts';

const AccountId = z.string().regex(/^\d{12}$/, 'must be an account id of 12 digits');
const Region = z
  .string()
  .refine(
    (name) => RegionInfo.regions.some((region) => region.name === name),
    'must be a region such as eu-west-1 or cn-northwest-1',
  );
const Address = z.url({
  protocol: /^https$/,
  error: 'must be an address that begins with https://',
});
const Origin = Address.refine(
  (text) => URL.canParse(text) && new URL(text).origin === text,
  'must be an origin such as https://www.example.com, without a path',
);
const MailIdentity = z
  .string()
  .regex(
    /^([^\s@:/*]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
    'must be a domain such as example.com or an address such as sales@example.com',
  );
const Version = z.coerce
  .string()
  .regex(/^[\w.-]{1,40}$/, 'must be a few letters and digits, such as a date');
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const StageName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,14}[a-z0-9]$/,
    'must be 2 to 16 small letters, digits and dashes and begin with a letter, such as dev or prod',
  );

/** Settings of a stage, in `cdk.json` under `stages` or by `-c name=value`, which wins. */
export const StageSettings = z.strictObject({
  /** Where it may be deployed; anywhere when left out. */
  account: AccountId.optional(),
  region: Region.optional(),
  /** OpenID Connect issuer whose tokens are accepted, e.g. `https://login.example.com/realms/sales`. Without it a Cognito user pool is made. */
  issuer: Address.optional(),
  /** The client id that the issuer's tokens are for. */
  audience: z.string().min(1).optional(),
  /** The claim with the groups `sdr rep director ops admin`. */
  groupsClaim: z.string().min(1).default('groups'),
  /** Other websites that may send forms from a browser, with commas between. */
  origins: z
    .union([
      z.string().transform((text) => text.split(',').filter((one) => one !== '')),
      z.array(z.string()),
    ])
    .pipe(z.array(Origin))
    .default([]),
  /** Who gets the alarms by e-mail. */
  alarmEmail: z.email('must be an e-mail address').optional(),
  /** Where each change of a lead's state and of an opportunity's stage goes by HTTP; nowhere when left out. */
  webhook: Address.optional(),
  /** What SES has verified in this account and region, and mails may come from. Without it none is sent. */
  mailIdentity: MailIdentity.optional(),
  /** Another text after a secret was changed: functions are given secrets when they are deployed. */
  secretsVersion: Version.optional(),
  /** `cloudfront`: a bucket behind CloudFront. `none`: no pages are served from this account. */
  site: z.enum(['cloudfront', 'none']).default('cloudfront'),
  /** Events become rows that Athena reads (docs/lake.md). */
  lake: flag.default(false),
  /** In which the lake's views count days: the tenant's. */
  lakeZone: Zone.default('UTC'),
  /** Data outlive the stacks and cannot be deleted by mistake. False only for a stage to throw away. */
  keepData: flag.default(true),
  /** Buckets are emptied when the stage is removed: CloudFormation deletes none that holds something. When left out: unless data are kept. */
  emptyBuckets: flag.optional(),
  /** Its stacks cannot be deleted by mistake, its data are kept, and what the firewall refuses is logged. When left out: whether the stage is called `prod`. */
  production: flag.optional(),
  /**
   * Whether functions get the concurrency that the catalogue reserves for them. When left out: as `production`. A new account has a
   * concurrency of 10 and nothing to give away: there it is false until the quota is raised.
   */
  reserveConcurrency: flag.optional(),
  /** Days that logs are kept. */
  logDays: z.coerce
    .number()
    .pipe(z.literal([7, 14, 30, 90, 180, 365]))
    .default(90),
});
export type StageSettings = z.infer<typeof StageSettings>;

export interface StageConfig extends StageSettings {
  readonly stage: string;
  readonly production: boolean;
  readonly reserveConcurrency: boolean;
  readonly emptyBuckets: boolean;
}

/** Why a stage cannot be made: one line a setting, each with what to do. */
export class BadContext extends Error {
  override readonly name = 'BadContext';
}

/** Where the CLI's credentials lead, as it tells the app. */
export interface Credentials {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

const STAGES = z.record(z.string(), z.record(z.string(), z.unknown())).default({});
const OWN_KEYS = ['stage', 'stages', 'emulator'];

/** The stage that the context names. Throws BadContext. */
export function stageOf(
  context: Readonly<Record<string, unknown>>,
  credentials: Credentials = {},
): StageConfig {
  const stage = stageName(context);
  const known = Object.keys(StageSettings.shape);
  refuseUnknown(context, known);
  const given = known.flatMap((key) => (context[key] === undefined ? [] : [[key, context[key]]]));
  const settings = StageSettings.safeParse({
    ...STAGES.parse(context.stages)[stage],
    ...Object.fromEntries(given),
  });
  if (!settings.success) {
    const problems = settings.error.issues.map(
      ({ path, message, code }) =>
        `${path.join('.') || stage}: ${code === 'unrecognized_keys' ? `${message}; known are ${known.join(', ')}` : message}`,
    );
    throw impossible(stage, problems);
  }
  const { keepData, production = stage === 'prod' } = settings.data;
  const { reserveConcurrency = production, emptyBuckets = !keepData } = settings.data;
  const config = { ...settings.data, stage, production, reserveConcurrency, emptyBuckets };
  refuseWrongPlace(config, credentials);
  // A stage that names no region goes where the credentials lead.
  const contradictions = contradictionsOf(config, config.region ?? credentials.region);
  if (contradictions.length > 0) throw impossible(stage, contradictions);
  return config;
}

function stageName({ stage }: Readonly<Record<string, unknown>>): string {
  if (stage === undefined)
    throw new BadContext('which stage? name it, for example: npx cdk deploy --all -c stage=dev');
  const name = StageName.safeParse(stage);
  if (!name.success)
    throw new BadContext(`stage ${JSON.stringify(stage)} ${name.error.issues[0]?.message}`);
  return name.data;
}

/** CDK's own keys have a colon, a slash or an at sign; a mistyped one of ours would be passed over in silence. */
function refuseUnknown(context: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const strange = Object.keys(context).filter(
    (key) => !/[:/@]/.test(key) && !known.includes(key) && !OWN_KEYS.includes(key),
  );
  if (strange.length === 0) return;
  throw new BadContext(
    `context ${strange.join(', ')} is not known; known are stage, ${known.join(', ')}`,
  );
}

function refuseWrongPlace({ stage, account, region }: StageConfig, credentials: Credentials): void {
  const places = [
    ['account', account, credentials.account],
    ['region', region, credentials.region],
  ] as const;
  // Without credentials the CLI makes up a region.
  if (credentials.account === undefined) return;
  for (const [kind, wanted, actual] of places) {
    if (wanted === undefined || actual === undefined || wanted === actual) continue;
    throw new BadContext(
      `stage ${stage} belongs to ${kind} ${wanted}, and these credentials lead to ${actual}; choose another profile, or correct ${kind} in cdk.json`,
    );
  }
}

function impossible(stage: string, problems: readonly string[]): BadContext {
  return new BadContext(
    `stage ${stage} cannot be made of this context\n  ${problems.join('\n  ')}`,
  );
}
