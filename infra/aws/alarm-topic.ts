// Where alarms go: an encrypted topic to which CloudWatch may publish, and nobody without TLS.

import { Annotations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';

export function alarmTopic(
  scope: Construct,
  { config, key, account }: { config: StageConfig; key: IKey; account: string },
): Topic {
  const { stage, alarmEmail, keepData } = config;
  const topic = new Topic(scope, 'AlarmTopic', {
    displayName: `Leadloop ${stage}`,
    masterKey: key,
    enforceSSL: true,
  });
  // A policy of our own, which refuses what comes without TLS, takes the place of the one by which the account may publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  else if (keepData)
    Annotations.of(topic).addWarningV2(
      'leadloop:nobodyGetsAlarms',
      `stage ${stage} keeps its data and tells nobody of alarms: name somebody (-c alarmEmail=…), or subscribe to the output AlarmTopicArn yourself`,
    );
  return topic;
}
