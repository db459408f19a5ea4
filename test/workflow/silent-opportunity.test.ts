// Nobody writes on an opportunity (4.8): its owner is asked twice, the director once, and then nothing is sent until somebody writes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, expectSound } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function opened(): Promise<{ readonly offer: Offer; readonly id: string }> {
  const offer = await company.offer((await company.handOver()).leadId);
  const id = await company.opportunity(offer);
  await acceptAll(company);
  return { offer, id };
}

async function askedOf({ leadId }: Offer): Promise<readonly string[]> {
  const about = (await company.sent(leadId)).filter((one) => one.includes('has stalled'));
  return about.map((one) => one.split(':')[0] ?? '');
}

const shown = async (id: string) =>
  (await company.director.get(`/v1/opportunities/${id}`)).body as { stalledAt?: string };

describe('an opportunity on which nobody writes', () => {
  it.each([
    ['after the first question', 'P20D', 1],
    ['after the director was told', 'P50D', 3],
  ])('is asked for anew once somebody has written %s', async (_when, by, before) => {
    const { offer, id } = await opened();
    await company.advance(by);
    expect(await askedOf(offer)).toHaveLength(before);
    await company.must(
      company.as(offer.repId, 'rep').patch(`/v1/opportunities/${id}`, { nextStep: 'a visit' }),
    );
    await company.runtime.settled();
    expect(await shown(id)).not.toHaveProperty('stalledAt');

    await company.advance('P13D');
    const quiet = await askedOf(offer);
    await company.advance('P1D');

    expect(quiet).toHaveLength(before);
    expect(await askedOf(offer)).toHaveLength(before + 1);
  });

  it('is asked for by the sweep alone, when no workflow comes', async () => {
    const alone = await openCompany();
    const offer = await alone.offer((await alone.handOver()).leadId);
    await alone.opportunity(offer);
    alone.runtime.faults.stepFunctions = 'off';

    await alone.advance('P43D');

    const told = (await alone.sent(offer.leadId)).filter((one) => one.includes('has stalled'));
    expect(told).toHaveLength(3);
    await alone.close();
  });

  it('of the release before is asked for from where it stood', async () => {
    const { offer, id } = await opened();
    const row = await company.store.opportunity(OpportunityId.parse(id));

    expect(row).not.toHaveProperty('stallAsked');
    await company.advance('P28D');
    expect(await askedOf(offer)).toHaveLength(2);
  });

  // Last: two years are more than the rosters of this company.
  it('is asked for after 14 and 28 days, then the director once, and never again in two years', async () => {
    const { offer, id } = await opened();
    const from = company.now;
    const asked: number[] = [];
    for (const by of ['P14D', 'P14D', 'P14D', 'P30D', 'P330D', 'P365D']) {
      await company.advance(by);
      asked.push((await askedOf(offer)).length);
    }

    expect(asked).toEqual([1, 2, 3, 3, 3, 3]);
    expect(await askedOf(offer)).toEqual([offer.repId, offer.repId, 'group', 'group'].slice(0, 3));
    const story = await company.story(offer.leadId);
    expect(story.filter((type) => type === 'OpportunityStalled')).toHaveLength(2);
    expect(story.filter((type) => type === 'StallToldDirector')).toHaveLength(1);
    const { stalledAt = '' } = await shown(id);
    expect(Date.parse(stalledAt) - Date.parse(from)).toBe(14 * 86_400_000);
    expect(company.runtime.failures).toEqual([]);
    await expectSound(company, await company.lead(offer.leadId));
  });
});
