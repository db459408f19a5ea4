import { describe, expect, it } from 'vitest';
import { BadContext, stageOf } from '../../infra/aws/config.ts';
import { LEFT_OUT } from '../../infra/aws/emulator.ts';

describe('the context of a stage', () => {
  it.each([
    ['no stage', {}, /which stage\? name it/],
    ['a stage that cannot be a name', { stage: 'Prod!' }, /must be 2 to 16 small letters/],
    ['an empty stage', { stage: '' }, /must be 2 to 16/],
    ['a stage that is no text', { stage: true }, /stage true/],
    ['a name too long for CloudFormation', { stage: 'a'.repeat(17) }, /2 to 16/],
    ['a mistyped setting', { stage: 'dev', regoin: 'eu-west-1' }, /regoin is not known; known are/],
    [
      'a mistyped setting in cdk.json',
      { stage: 'dev', stages: { dev: { logDays: 30, logdays: 7 } } },
      /logdays/,
    ],
    ['an account that is none', { stage: 'dev', account: '12' }, /account: must be an account id/],
    ['a region that is none', { stage: 'dev', region: 'eu-west-9' }, /region: must be a region/],
    ['an issuer without TLS', { stage: 'dev', issuer: 'http://x.example' }, /begins with https/],
    [
      'an issuer without audience',
      { stage: 'dev', issuer: 'https://x.example' },
      /needs an audience/,
    ],
    ['an audience without issuer', { stage: 'dev', audience: 'x' }, /needs an issuer/],
    [
      'an origin with a path',
      { stage: 'dev', origins: 'https://x.example/form' },
      /must be an origin/,
    ],
    ['a webhook without TLS', { stage: 'dev', webhook: 'http://x.example' }, /begins with https/],
    ['a mail identity that is none', { stage: 'dev', mailIdentity: '*' }, /must be a domain/],
    ['a version with a space', { stage: 'dev', secretsVersion: 'a b' }, /secretsVersion: must be/],
    [
      'a lake’s zone that is none',
      { stage: 'dev', lakeZone: "UTC'; DROP" },
      /lakeZone: not a time zone/,
    ],
    ['a lake that is neither on nor off', { stage: 'dev', lake: 'maybe' }, /lake: /],
    ['days that CloudWatch does not know', { stage: 'dev', logDays: 8 }, /logDays/],
    ['production that may be thrown away', { stage: 'prod', keepData: 'false' }, /keeps its data/],
    [
      'production by another name that may be thrown away',
      { stage: 'live', production: 'true', keepData: 'false' },
      /stage live is production and keeps its data/,
    ],
    [
      'China without an issuer',
      { stage: 'dev', region: 'cn-north-1', site: 'none' },
      /has no Cognito user pools/,
    ],
    [
      'China with CloudFront',
      { stage: 'dev', region: 'cn-north-1', issuer: 'https://x.example', audience: 'x' },
      /ICP licence/,
    ],
    [
      'China with mail',
      {
        stage: 'dev',
        region: 'cn-north-1',
        issuer: 'https://x.example',
        audience: 'x',
        site: 'none',
        mailIdentity: 'x.example',
      },
      /has no SES: leave mailIdentity out/,
    ],
    [
      'a partition whose console nobody knows',
      { stage: 'dev', region: 'eusc-de-east-1' },
      /partition aws-eusc, which this project does not know: choose a region of aws, aws-cn/,
    ],
    [
      'a partition behind walls',
      { stage: 'dev', region: 'us-isob-east-1' },
      /partition aws-iso-b, which/,
    ],
  ])('is refused: %s', (_what, context, message) => {
    expect(() => stageOf(context)).toThrow(BadContext);
    expect(() => stageOf(context)).toThrow(message);
  });

  it('is refused when the credentials lead to another account or region', () => {
    const context = { stage: 'prod', account: '111111111111', region: 'eu-west-1' };

    const stranger = { account: '222222222222', region: 'eu-west-1' };
    expect(() => stageOf(context, stranger)).toThrow(
      /belongs to account 111111111111, and these credentials lead to 222222222222/,
    );
    const elsewhere = { account: '111111111111', region: 'us-east-1' };
    expect(() => stageOf(context, elsewhere)).toThrow(/region eu-west-1/);
  });

  it('is refused when the credentials lead to a region that lacks what it asks for', () => {
    const credentials = { account: '111111111111', region: 'cn-northwest-1' };

    expect(() => stageOf({ stage: 'dev' }, credentials)).toThrow(
      /region cn-northwest-1 has no Cognito[\s\S]*ICP licence/,
    );
  });

  it('is production by a setting, or by the name when none says otherwise', () => {
    expect(stageOf({ stage: 'prod' })).toMatchObject({
      production: true,
      reserveConcurrency: true,
    });
    expect(stageOf({ stage: 'dev' })).toMatchObject({
      production: false,
      reserveConcurrency: false,
    });
    expect(stageOf({ stage: 'live', production: 'true' })).toMatchObject({ production: true });
  });

  it('reserves no concurrency in an account that has none to give', () => {
    const fresh = { stage: 'prod', reserveConcurrency: 'false' };

    expect(stageOf(fresh)).toMatchObject({ production: true, reserveConcurrency: false });
  });

  it('is taken without credentials, whatever region the CLI makes up', () => {
    const context = { stage: 'prod', account: '111111111111', region: 'eu-west-1' };

    expect(stageOf(context, { region: 'us-east-1' })).toMatchObject(context);
  });

  it('is what cdk.json says for the stage, unless -c says otherwise', () => {
    const stages = { dev: { logDays: 14, alarmEmail: 'ops@example.com' } };

    const config = stageOf({
      stage: 'dev',
      stages,
      logDays: '30',
      origins: 'https://a.example,https://b.example',
    });

    expect(config).toMatchObject({
      stage: 'dev',
      logDays: 30,
      alarmEmail: 'ops@example.com',
      origins: ['https://a.example', 'https://b.example'],
      keepData: true,
    });
  });

  it('leaves out for the emulator only what the emulator refuses', () => {
    const refused = [
      'AWS::Events::Archive',
      'AWS::Logs::MetricFilter',
      'AWS::WAFv2::WebACLAssociation',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::StepFunctions::StateMachineVersion',
      'AWS::StepFunctions::StateMachineAlias',
    ];

    expect(LEFT_OUT).toEqual(['AWS::WAFv2::WebACLAssociation']);
    for (const type of LEFT_OUT) expect(refused).toContain(type);
  });
});
