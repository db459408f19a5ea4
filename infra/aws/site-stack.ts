// Where the pages are: a private bucket that only CloudFront reads, with the headers that a browser needs to be strict.

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import { output } from './outputs.ts';
import { privateBucket } from './private-bucket.ts';

export class SiteStack extends Stack {
  /** `https://…`, for the API's CORS. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: StageConfig }) {
    super(scope, id, props);
    const closed = { config: props.config, encryption: BucketEncryption.S3_MANAGED };
    const logs = privateBucket(this, 'AccessLogs', {
      ...closed,
      // CloudFront delivers its logs by an access control list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const pages = privateBucket(this, 'Pages', {
      ...closed,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'pages/',
    });
    const distribution = new Distribution(this, 'Site', {
      comment: `Leadloop ${props.config.stage}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableLogging: true,
      logBucket: logs,
      logFilePrefix: 'site/',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(pages),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.#headers(props.config),
        compress: true,
      },
    });
    this.origin = `https://${distribution.distributionDomainName}`;
    output(this, 'SiteAddress', this.origin);
    output(this, 'PagesBucket', pages.bucketName);
  }

  /** Scripts and styles from here only; calls to this region's APIs and sign-in. */
  #headers({ issuer }: StageConfig): ResponseHeadersPolicy {
    const services = [
      // The API's own address is made after this, and needs it for CORS (decision 0020).
      `https://*.execute-api.${this.region}.${this.urlSuffix}`,
      issuer === undefined
        ? `https://cognito-idp.${this.region}.${this.urlSuffix}`
        : new URL(issuer).origin,
    ];
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: `default-src 'self'; connect-src 'self' ${services.join(' ')}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }
}
