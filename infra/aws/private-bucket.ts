// A bucket that nobody reads from outside, whose requests come encrypted.

import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, type BucketProps, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';

export function privateBucket(
  scope: Construct,
  id: string,
  {
    config: { keepData, emptyBuckets },
    ...props
  }: BucketProps & { readonly config: Pick<StageConfig, 'keepData' | 'emptyBuckets'> },
): IBucket {
  // CDK's own interface is stricter than its class under exactOptionalPropertyTypes.
  return new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    autoDeleteObjects: emptyBuckets,
    ...props,
  }) as IBucket;
}
