import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CatalogFunction, functions } from '../../infra/catalog.ts';
import { all, named, ofType, productionTemplates, type StackTemplate } from './templates.ts';

describe.each(Object.entries<CatalogFunction>(functions))('function %s', (name, catalogued) => {
  let lifecycle: StackTemplate;

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
  }, 60_000);

  function made() {
    const id = new RegExp(`^${name}Function[0-9A-F]{8}$`);
    const [, one] = ofType(lifecycle, 'AWS::Lambda::Function').find(([key]) => id.test(key)) ?? [];
    return one?.Properties ?? {};
  }

  it('runs on Node 24 and arm64, traced, with the catalogue’s memory and time', () => {
    expect(made()).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: catalogued.timeoutSeconds,
      MemorySize: catalogued.memoryMegabytes,
      TracingConfig: { Mode: 'Active' },
    });
  });

  it('has the concurrency that the catalogue reserves, where the stage reserves', () => {
    expect(made().ReservedConcurrentExecutions).toBe(catalogued.concurrency);
  });

  it('logs JSON into a group of its own, and its environment is encrypted', () => {
    const { LoggingConfig, KmsKeyArn } = made() as {
      LoggingConfig?: { LogFormat: string; LogGroup: unknown };
      KmsKeyArn?: unknown;
    };

    expect(LoggingConfig?.LogFormat).toBe('JSON');
    expect(named(LoggingConfig?.LogGroup)).toBe(`${name}Logs`);
    expect(named(KmsKeyArn)).toBe('DataKey');
  });

  it('knows the names of what it is granted, and no others', () => {
    const { secrets = [], grants } = catalogued;
    const { table, metrics, bus, pepper, signIn, starts = [], queues = {} } = grants;
    const variables = Object.keys(
      (made() as { Environment?: { Variables: object } }).Environment?.Variables ?? {},
    );

    const known = variables.filter((one) => !/^(NODE_OPTIONS|STAGE|ALLOWED_ORIGINS)$/.test(one));
    expect(known.toSorted()).toEqual(
      [
        ...(table ? ['LEAD_TABLE'] : []),
        ...(metrics ? ['METRIC_TABLE'] : []),
        ...(bus ? ['EVENT_BUS'] : []),
        ...(pepper ? ['IDENTITY_PEPPER'] : []),
        ...Object.keys(queues).flatMap((queue) => {
          const words = queue.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
          return [`${words}_URL`, `${words}_DEAD_LETTERS_URL`];
        }),
        ...secrets,
        ...(pepper || secrets.length > 0 ? ['SECRETS_VERSION'] : []),
        ...(signIn ? ['OIDC_AUDIENCE', 'OIDC_GROUPS_CLAIM', 'OIDC_ISSUER'] : []),
        ...starts.map((machine) =>
          `${machine.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')}_ARN`.toUpperCase(),
        ),
      ].toSorted(),
    );
  });

  it('finds in its environment all that its handler reads before it works', async () => {
    const { Environment } = made() as { Environment?: { Variables: Record<string, unknown> } };
    const given = Object.keys(Environment?.Variables ?? {});
    const file = new URL(`../../${catalogued.entry}`, import.meta.url);
    expect(existsSync(file)).toBe(true);

    const missing = await missingVariables(file.href, given);

    expect(missing).toEqual([]);
  });
});

describe('logs', () => {
  it('of API Gateway are in a group of ours before it makes one that is kept for ever', () => {
    const { Lifecycle } = productionTemplates();
    const [[, stage] = []] = ofType(Lifecycle, 'AWS::ApiGateway::Stage');
    const [group] =
      ofType(Lifecycle, 'AWS::Logs::LogGroup').find(([, { Properties }]) =>
        JSON.stringify(Properties.LogGroupName)?.includes('API-Gateway-Execution-Logs_'),
      ) ?? [];
    const { LogGroupName } = Lifecycle?.Resources[group ?? '']?.Properties ?? {};

    expect(named(LogGroupName)).toBe(
      `API-Gateway-Execution-Logs_LeadApi/${stage?.Properties.StageName}`,
    );
    expect(stage?.DependsOn).toContain(group);
  });

  it('are kept for the days of the stage and not for ever', () => {
    for (const [, { Properties }] of all(productionTemplates(), 'AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(90);
  });
});

/** What the handler says is missing when it is called with these variables and an event that is none. */
async function missingVariables(file: string, given: readonly string[]): Promise<string[]> {
  const before = { ...process.env };
  for (const one of Object.keys(process.env)) if (/^[A-Z_]+$/.test(one)) delete process.env[one];
  Object.assign(process.env, { AWS_REGION: 'eu-west-1' });
  for (const one of given)
    process.env[one] = one.startsWith('OIDC_ISSUER') ? 'https://x.example' : 'x';
  try {
    const { handler } = await import(`${file}?environment`);
    const context = { getRemainingTimeInMillis: () => 0 };
    await handler({ headers: {}, requestContext: {}, Records: [] }, context);
    return [];
  } catch (error) {
    const { issues = [] } = error as { issues?: { path: string[] }[] };
    return issues.map(({ path }) => path.join('.')).filter((path) => /^[A-Z_]+$/.test(path));
  } finally {
    Object.assign(process.env, before);
  }
}
