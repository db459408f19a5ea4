// The CDK app: `npx cdk synth -c stage=dev`. What a stage may be told is in aws/config.ts.

import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions, ROOT } from './aws/bundles.ts';
import { BadContext, stageOf } from './aws/config.ts';
import { emulatorOf } from './aws/emulator.ts';
import { addStage } from './aws/stage.ts';

try {
  const app = new App();
  const context = app.node.getAllContext();
  const config = stageOf(context, {
    account: process.env.CDK_DEFAULT_ACCOUNT,
    region: process.env.CDK_DEFAULT_REGION,
  });
  const codeOf = await bundleFunctions(join(ROOT, 'cdk.out', 'bundles'));
  addStage(app, { config, codeOf, emulator: emulatorOf(context) });
  app.synth();
} catch (error) {
  if (!(error instanceof BadContext)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
