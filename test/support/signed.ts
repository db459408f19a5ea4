// What a sender signs with, made as the contract and the platforms describe it and not as our code reads it.

import { createHmac } from 'node:crypto';
import { millisOf } from '../../functions/leads/instant.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import type { Company } from './company.ts';

/** The header `x-leadloop-signature` of a body that is sent at `seconds` (epoch). */
export function signatureOf(body: string, seconds: number, secret: string): string {
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hex}`;
}

/** The secret that the admin gives to this source. */
export async function secretOf(company: Company, source: string): Promise<string> {
  const admin = company.as('admin-1', 'admin');
  const answer = await company.must(admin.get(`/v1/inbound/${source}/secret`));
  return (answer.body as { secret: string }).secret;
}

/** A signed call of this source, and all that follows from it. */
export async function sendSigned(
  company: Company,
  source: string,
  body: object,
): Promise<RuntimeResponse> {
  const text = JSON.stringify(body);
  const seconds = Math.floor(millisOf(company.now) / 1000);
  const signature = signatureOf(text, seconds, await secretOf(company, source));
  const answer = await company.runtime.request('POST', `/v1/inbound/${source}`, {
    body: text,
    headers: { 'x-leadloop-signature': signature },
  });
  await company.runtime.settled();
  return answer;
}
