import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { project } from '../../infra/local/project.ts';
import { startRuntime } from '../../infra/local/runtime.ts';
import { Company, openCompany } from '../support/company.ts';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: { 'detail-type': string; detail: { metadata: { id: string; leadId: string } } };
}

/** A company's own system: what it got, and how it answers from now on. */
async function openReceiver() {
  const calls: Call[] = [];
  const answer = { status: 200, headers: {} as Record<string, string> };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const types = () => calls.map(({ body }) => body['detail-type']);
  return { calls, types, answer, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let company: Company | undefined;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  await company?.close();
  company = undefined;
  receiver.close();
});

describe('the webhook', () => {
  it('gets each stage change once, with the key, and nobody’s name', async () => {
    company = await openCompany({ webhook: receiver.url });

    const { leadId } = await company.submit();
    await company.handOver(await company.lead(leadId));

    expect(receiver.types().toSorted()).toEqual([
      'MarketingAccepted',
      'OfferMade',
      'Qualified',
      'QualifiedBySdr',
      'SdrTook',
      'SubmissionReceived',
    ]);
    expect(receiver.calls[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
      'x-leadloop-key': 'k',
    });
    expect(JSON.stringify(receiver.calls.map(({ body }) => body))).not.toMatch(/person1@|Person 1/);
  });

  it('that is away gets everything later, and the journey does not wait for it', async () => {
    company = await openCompany({ webhook: receiver.url });
    receiver.answer.status = 503;
    const { leadId, state } = await company.submit();
    await company.advance('PT1H');
    const tries = receiver.calls.length;

    receiver.answer.status = 200;
    await company.advance('PT10M');
    const after = receiver.calls.length;
    await company.advance('P2D');

    expect(state).toBe('MQL');
    expect(tries).toBeGreaterThan(3 * 8);
    expect(after - tries).toBe(3);
    // The first reminder of an MQL that nobody takes is no stage change.
    expect(receiver.calls).toHaveLength(after);
    expect(receiver.calls.every(({ body }) => body.detail.metadata.leadId === leadId)).toBe(true);
  });

  it('that is away for a day and more is given up after 185 retries at the most', async () => {
    company = await openCompany({ webhook: receiver.url });
    receiver.answer.status = 500;
    await company.submit();

    await company.advance('P2D');
    const given = receiver.calls.length;
    await company.advance('P2D');

    expect(given).toBeGreaterThan(3 * 170);
    expect(given).toBeLessThanOrEqual(3 * 186);
    expect(receiver.calls).toHaveLength(given);
    expect(company.runtime.failures).toHaveLength(3);
  });

  it.each([
    [400, 3],
    [404, 3],
    [302, 3],
  ])('that answers %i is not asked again', async (status, calls) => {
    company = await openCompany({ webhook: receiver.url });
    receiver.answer.status = status;
    await company.submit();

    await company.advance('P1D');

    expect(receiver.calls).toHaveLength(calls);
  });

  it('that is busy says itself how long', async () => {
    company = await openCompany({ webhook: receiver.url });
    receiver.answer.status = 429;
    receiver.answer.headers = { 'retry-after': '3600' };
    await company.submit();

    await company.advance('PT59M');
    const soon = receiver.calls.length;
    await company.advance('PT2M');

    expect([soon, receiver.calls.length]).toEqual([3, 6]);
  });

  it('gets what was waiting after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'webhook-'));
    const first = await openCompany({ webhook: receiver.url, dataDir });
    receiver.answer.status = 503;
    await first.submit();
    await first.close();
    const before = receiver.calls.length;

    receiver.answer.status = 200;
    const webhooks = { webhook: { url: receiver.url, key: 'k' } };
    company = new Company(await startRuntime({ ...project, dataDir, webhooks }));
    await company.advance('PT1M');

    expect(receiver.calls.length - before).toBe(3);
    await company.close();
    company = undefined;
    await rm(dataDir, { recursive: true });
  });
});
