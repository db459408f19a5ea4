// A bucket that nobody reads from outside, whose requests come encrypted.

import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, type BucketProps, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export function privateBucket(
  scope: Construct,
  id: string,
  { isKept, ...props }: BucketProps & { readonly isKept: boolean },
): IBucket {
  // CDK's own interface is stricter than its class under exactOptionalPropertyTypes.
  return new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    // CloudFormation deletes no bucket that holds something, and one for access logs always does.
    autoDeleteObjects: !isKept,
    ...props,
  }) as IBucket;
}
