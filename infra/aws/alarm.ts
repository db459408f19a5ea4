// One alarm: what it watches, what it says, and that whoever is on duty hears of it, also when it is over.

import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmProps {
  readonly topic: ITopic;
  readonly metric: IMetric;
  /** One sentence of the runbook's. */
  readonly says: string;
  readonly threshold: number;
  readonly comparison?: ComparisonOperator;
  readonly minutes?: number;
  readonly missing?: TreatMissingData;
}

export function ring(
  scope: Construct,
  id: string,
  {
    topic,
    metric,
    says,
    threshold,
    comparison = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    minutes = 5,
    missing = TreatMissingData.NOT_BREACHING,
  }: AlarmProps,
): void {
  const alarm = new Alarm(scope, id, {
    metric,
    threshold,
    comparisonOperator: comparison,
    evaluationPeriods: minutes / 5,
    treatMissingData: missing,
    alarmDescription: `${id}: ${says}. See docs/runbook.md, ${id}.`,
  });
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}
