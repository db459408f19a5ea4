// What watches over a stage, in a stack of its own: where alarms go, the alarms, and the page for whoever is on duty.

import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmTopic } from './alarm-topic.ts';
import { Alarms } from './alarms.ts';
import type { StageConfig } from './config.ts';
import { Operations } from './dashboard.ts';
import type { DataStack } from './data-stack.ts';
import { watchOutputs } from './outputs.ts';
import type { Watched } from './watched.ts';

interface WatchProps extends StackProps {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly watched: Watched;
}

export class WatchStack extends Stack {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id, props);
    const { config, data, watched } = props;
    this.topic = alarmTopic(this, { config, key: data.key, account: this.account });
    new Alarms(this, 'Alarms', { ...watched, topic: this.topic });
    const { dashboard } = new Operations(this, 'Operations', watched);
    const { topicArn } = this.topic;
    watchOutputs(this, { topicArn, dashboardName: dashboard.dashboardName });
  }
}
