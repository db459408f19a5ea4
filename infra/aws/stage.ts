// One stage of the system: its stacks, in the order in which they need each other.

import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledge } from './acknowledgements.ts';
import type { StageConfig } from './config.ts';
import { DataStack } from './data-stack.ts';
import { type Emulator, leaveOutRefused } from './emulator.ts';
import { IdentityStack, type Issuer } from './identity-stack.ts';
import { LakeStack } from './lake/lake-stack.ts';
import { LifecycleStack } from './lifecycle-stack.ts';
import { SiteStack } from './site-stack.ts';
import { WatchStack } from './watch-stack.ts';

export interface StageProps {
  readonly config: StageConfig;
  readonly codeOf: (name: string) => string;
  readonly emulator?: Emulator | undefined;
}

/** Adds the stage's stacks to the app. */
export function addStage(app: App, { config, codeOf, emulator }: StageProps): void {
  const { stage, account, region, keepData, production } = config;
  const props = {
    config,
    terminationProtection: production,
    ...(account !== undefined || region !== undefined
      ? { env: { ...(account ? { account } : {}), ...(region ? { region } : {}) } }
      : {}),
  };
  const name = (part: string) => `Leadloop-${stage}-${part}`;
  const data = new DataStack(app, name('Data'), {
    ...props,
    description: 'Leadloop: leads, bus, key',
  });
  const issuer = issuerOf(app, name('Identity'), props);
  const site =
    config.site === 'cloudfront'
      ? new SiteStack(app, name('Site'), { ...props, description: 'Leadloop: pages' })
      : undefined;
  const { watched } = new LifecycleStack(app, name('Lifecycle'), {
    ...props,
    description: 'Leadloop: functions, workflows, API',
    data,
    issuer,
    origins: [...(site ? [site.origin] : []), ...config.origins],
    codeOf,
    ...(emulator ? { emulator } : {}),
  });
  const { topic } = new WatchStack(app, name('Watch'), {
    ...props,
    description: 'Leadloop: alarms, dashboard',
    data,
    watched,
  });
  if (config.lake)
    new LakeStack(app, name('Lake'), {
      ...props,
      description: 'Leadloop: events as rows, for BI',
      data,
      topic,
      code: codeOf('ShapeEvents'),
    });
  Tags.of(app).add('application', 'leadloop');
  Tags.of(app).add('stage', stage);
  Tags.of(app).add('data', keepData ? 'kept' : 'thrown-away');
  if (emulator) leaveOutRefused(app);
  acknowledge(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

function issuerOf(app: App, id: string, props: { readonly config: StageConfig }): Issuer {
  const { issuer, audience, groupsClaim } = props.config;
  if (issuer !== undefined && audience !== undefined) return { issuer, audience, groupsClaim };
  return new IdentityStack(app, id, { ...props, description: 'Leadloop: staff' }).issuer;
}
