// Erasure request (4.8): nothing by which the person could be known is left anywhere in the table; counts, ids, instants and codes stay.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LeadId } from '../../functions/leads/ids.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { present } from '../../functions/leads/present.ts';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { foldedLead, told } from '../property/folding.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import {
  acceptAll,
  accepted,
  engage,
  expectSound,
  lowIntent,
  sdr,
  taken,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3, { productLines: ['core', 'cloud'] }) });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

function erase({ leadId }: Lead) {
  return company.act('admin-1', 'admin', `/v1/leads/${leadId}/erase`, { reason: 'asked by mail' });
}

/** Every item with every attribute, as one text. */
async function wholeTable(): Promise<string> {
  return JSON.stringify(await company.items());
}

const person = {
  name: 'Zhuge Forgetmenot',
  email: 'zhuge@forget-company.example',
  phone: '+8613912340001',
  title: 'Chief Elephant Officer',
};
const secrets = [
  'Forgetmenot',
  'zhuge@',
  '13912340001',
  'Elephant',
  'secret message',
  'secret page',
  'secret qualification',
  'secret call',
  'recordings.example',
  'secret reject',
  'secret withdrawal',
  'another secret',
];

/** A life with words in every place where people can leave some. */
async function life(): Promise<Lead> {
  const lead = await company.submit({
    person,
    interest: { message: 'secret message' },
    touch: { landingPage: 'https://us.example/?q=secret page', utm: { source: 'baidu' } },
  });
  await company.must(
    company
      .as('sdr-1', 'sdr')
      .post(`/v1/leads/${lead.leadId}/take`, undefined, { 'idempotency-key': 'take-it' }),
  );
  await company.must(
    sdr(company, lead, 'activities', {
      ...goodCall,
      note: 'secret call',
      recordingUrl: 'https://recordings.example/call',
    }),
  );
  await company.must(
    company.as('sdr-1', 'sdr').post(
      `/v1/leads/${lead.leadId}/qualification`,
      {
        ...goodAnswers,
        note: 'secret qualification',
        recordingUrl: 'https://recordings.example/qualified',
      },
      { 'idempotency-key': 'judge-it' },
    ),
  );
  await company.runtime.settled();
  const first = await company.offer(lead.leadId);
  await company.must(
    company.director.post(`/v1/offers/${first.offerId}/withdraw`, { reason: 'secret withdrawal' }),
  );
  await company.runtime.settled();
  const offer = await company.offer(lead.leadId);
  await company.must(company.reject(offer, 'NO_BUDGET', { note: 'secret reject' }));
  await company.runtime.settled();
  return company.lead(lead.leadId);
}

const idsOf = ({ leadId, state, version }: Partial<Lead>) => present({ leadId, state, version });

describe('erasure request', () => {
  it('leaves no name, address, message, note or recording anywhere in the table', async () => {
    const lead = await life();
    const cloud = await company.submit({
      person,
      interest: { ...lowIntent, productLine: 'cloud', message: 'another secret' },
    });
    const before = await wholeTable();
    expect(secrets.filter((secret) => !before.includes(secret))).toEqual([]);

    const answer = await erase(lead);

    const after = await wholeTable();
    expect(answer).toMatchObject({ status: 202, body: { personId: lead.personId } });
    expect(secrets.filter((secret) => after.includes(secret))).toEqual([]);
    expect((await company.lead(lead.leadId)).state).toBe('ERASED');
    expect((await company.lead(cloud.leadId)).state).toBe('ERASED');
    await expectSound(company, lead, cloud);
  });

  it('takes the words out of what came after the acceptance, of claims, rulings and disputes', async () => {
    const disputed = await company.handOver();
    await company.must(company.reject(await company.offer(disputed.leadId)));
    const { offerId } = await company.offer(disputed.leadId);
    const complaint = { note: 'hidden complaint' };
    await company.must(company.as('sdr-1', 'sdr').post(`/v1/offers/${offerId}/dispute`, complaint));
    await company.must(
      company.director.post(`/v1/disputes/${offerId}-dispute/ruling`, {
        outcome: 'upheld',
        note: 'hidden ruling',
        recordingUrl: 'https://hidden.example/call',
      }),
    );
    const sold = await company.handOver();
    const offer = await company.offer(sold.leadId);
    await company.must(company.accept(offer));
    const id = await company.opportunity(offer);
    const rep = company.as(offer.repId, 'rep');
    const progress = {
      competitor: 'hidden competitor',
      nextStep: 'hidden step',
      notes: { projectRisk: 'hidden risk' },
    };
    await company.must(rep.patch(`/v1/opportunities/${id}`, progress));
    await company.must(
      company.ops.post(`/v1/leads/${sold.leadId}/source-ruling`, {
        source: { class: 'PARTNER' },
        evidence: 'hidden evidence',
      }),
    );
    const claimed = await company.submit();
    const { email } = (await company.store.person(claimed.personId)) ?? {};
    await rep.post('/v1/self-sourced', {
      person: { name: 'X', email },
      contact: { kind: 'call', at: company.now, note: 'hidden claim' },
    });
    await company.runtime.settled();
    const words = ['complaint', 'ruling', 'competitor', 'step', 'risk', 'evidence', 'claim'];
    const hidden = ['hidden.example', ...words.map((word) => `hidden ${word}`)];
    const before = await wholeTable();
    expect(hidden.filter((word) => !before.includes(word))).toEqual([]);

    for (const lead of [disputed, sold, claimed]) await erase(lead);

    const after = await wholeTable();
    expect(hidden.filter((word) => after.includes(word))).toEqual([]);
    expect(await company.store.opportunitiesOf(sold.leadId)).toMatchObject([
      { opportunityId: id, status: 'CANCELLED', amount: 8000, cancellation: { reason: 'ERASED' } },
    ]);
    await expectSound(company, disputed, sold, claimed);
  });

  it('keeps counts, ids, instants and codes; the story still tells what the row says (invariant 12)', async () => {
    const lead = await company.submit({ person: { ...person, email: 'kept@forget2.example' } });
    await company.handOver(lead);
    const story = await company.story(lead.leadId);

    await erase(lead);

    const row = await company.lead(lead.leadId);
    const events = await company.events(lead.leadId);
    expect((await company.story(lead.leadId)).slice(0, story.length)).toEqual(story);
    expect(row).toMatchObject({
      openedAt: lead.openedAt,
      firstSource: { at: lead.firstSource.at },
    });
    // Folding needs the lead and its events only.
    const folded = foldedLead({ lead: row, events } as never);
    expect(folded).toEqual(told(JSON.parse(JSON.stringify(row))));
  });

  it('takes a pending offer back without a miss, and the turn comes back', async () => {
    const lead = await company.handOver();
    const offer = await company.offer(lead.leadId);
    const turns = await company.turns(offer.repId);

    await erase(lead);

    expect(await company.offer(lead.leadId)).toMatchObject({
      status: 'WITHDRAWN',
      reason: 'ERASED',
      creditedBack: true,
    });
    expect(await company.turns(offer.repId)).toBe(turns - 1);
    expect(await company.story(lead.leadId)).not.toContain('MissRecorded');
    await expectSound(company, lead);
  });

  it('a closed journey keeps its state', async () => {
    const lead = await taken(company);
    const drop = { ...goodAnswers, verdict: 'notALead', reason: 'NO_NEED', note: 'secret drop' };
    await company.must(sdr(company, lead, 'qualification', drop));

    await erase(lead);

    expect((await company.lead(lead.leadId)).state).toBe('DISQUALIFIED');
    expect(await wholeTable()).not.toContain('secret drop');
  });

  it('lists recordings that lie elsewhere for ops, and does not keep the list', async () => {
    const lead = await company.submit();
    await company.must(
      sdr(company, lead, 'activities', {
        ...goodCall,
        note: 'n',
        recordingUrl: 'https://elsewhere.example/7',
      }),
    );

    await erase(lead);

    const messages = await company.runtime.outbox.messages();
    const told = messages.find(({ id }) => id === `${lead.personId}-erasure-recordings`);
    expect(told).toMatchObject({ to: 'group:ops', text: 'https://elsewhere.example/7' });
    expect(await wholeTable()).not.toContain('elsewhere.example');
  });

  it('who writes from the same address afterwards is a new person', async () => {
    const who = { name: 'Comes Back', email: 'comes.back@forget3.example' };
    const lead = await company.submit({ person: who });
    await erase(lead);

    const again = await company.submit({ person: who });

    expect(again.personId).not.toBe(lead.personId);
    expect(again.leadId).not.toBe(lead.leadId);
    expect(again.parentLeadId).toBeUndefined();
  });

  it('takes a colleague’s words out of the journey that he joined, which goes on', async () => {
    const lead = await company.submit({
      person: { name: 'Stays', email: 'stays@forget4.example' },
    });
    const own = await company.submit({
      person: { name: 'Goes Hushhush', email: 'goes@forget4.example' },
      interest: { productLine: 'cloud', message: 'hush one' },
    });
    await company.submit({
      person: { name: 'Goes Hushhush', email: 'goes@forget4.example' },
      interest: { message: 'hush two' },
    });

    await erase(own);

    const after = await wholeTable();
    expect(
      ['Hushhush', 'hush one', 'hush two', 'goes@'].filter((one) => after.includes(one)),
    ).toEqual([]);
    expect(after).toContain('stays@forget4.example');
    expect((await company.lead(lead.leadId)).state).toBe('MQL');
  });

  it('of a colleague without a journey of his own: the one that he joined goes on', async () => {
    const lead = await company.submit({
      person: { name: 'Leads', email: 'leads@forget7.example' },
    });
    await company.submit({
      person: { name: 'Joins Vanishing', email: 'joins@forget7.example' },
      interest: { message: 'vanishing words' },
    });
    const [personId = ''] = (await company.lead(lead.leadId)).buyingGroup;
    const admin = company.as('admin-1', 'admin');
    const path = `/v1/leads/${lead.leadId}/erase`;

    await company.must(admin.post(path, { reason: 'asked', personId }));
    await company.runtime.settled();
    const stranger = await admin.post(path, { reason: 'asked', personId: 'pers_nobody' });

    const after = await wholeTable();
    expect(['Vanishing', 'joins@', 'vanishing words'].filter((one) => after.includes(one))).toEqual(
      [],
    );
    expect(after).toContain('leads@forget7.example');
    expect((await company.lead(lead.leadId)).state).toBe('MQL');
    expect(stranger).toMatchObject({ status: 422, body: { errors: [{ path: 'personId' }] } });
  });

  it('reaches what was merged: both people’s data and the log of the merge', async () => {
    const one = await company.submit({
      person: { name: 'Mergeone Whisper', email: 'mergeone@forget5.example' },
      interest: { message: 'whispered' },
    });
    await company.advance('PT1M');
    const two = await company.submit({
      person: { name: 'Mergetwo Whisper', email: 'mergetwo@forget6.example' },
      interest: { message: 'whispered too' },
    });
    await company.must(
      company.ops.post(`/v1/leads/${two.leadId}/merge`, { into: one.leadId, samePerson: true }),
    );
    await company.runtime.settled();

    await erase(two);

    const after = await wholeTable();
    expect(
      ['Whisper', 'mergeone@', 'mergetwo@', 'whispered'].filter((it) => after.includes(it)),
    ).toEqual([]);
    expect((await company.lead(one.leadId)).state).toBe('ERASED');
    expect((await company.lead(two.leadId)).state).toBe('MERGED');
    const undo = await company.ops.post(`/v1/leads/${two.leadId}/unmerge`, {});
    expect(undo.status).toBe(409);
  });

  it('takes a source and recordings that a merge passed on out of the journey that goes on', async () => {
    const gone = await company.submit({
      person: { name: 'Passed Murmur', email: 'passed@forget10.example' },
      touch: { landingPage: 'https://us.example/?q=murmur', clickIds: { gclid: 'murmurclick' } },
    });
    await company.advance('PT1M');
    const stays = await company.submit({
      person: { name: 'Remains', email: 'remains@forget11.example' },
    });
    await company.must(sdr(company, gone, 'take'));
    await company.must(
      sdr(company, gone, 'activities', {
        ...goodCall,
        recordingUrl: 'https://murmur.example/call',
      }),
    );
    await company.must(
      sdr(company, gone, 'qualification', {
        ...goodAnswers,
        recordingUrl: 'https://murmur.example/qualified',
      }),
    );
    await company.runtime.settled();
    await accepted(company, stays);
    await company.must(company.ops.post(`/v1/leads/${gone.leadId}/merge`, { into: stays.leadId }));
    await company.runtime.settled();
    expect(await company.lead(gone.leadId)).toMatchObject({ mergedInto: stays.leadId });

    await erase(gone);

    expect((await wholeTable()).match(/.{60}murmur.{20}/gi) ?? []).toEqual([]);
    expect((await company.lead(stays.leadId)).state).not.toBe('ERASED');
  });

  it('reaches what an undone merge had put into the other’s story', async () => {
    const stays = await company.submit({
      person: { name: 'Staying', email: 'staying@forget12.example' },
    });
    const gone = await company.submit({
      person: { name: 'Undone Rustle', email: 'undone@forget13.example' },
      interest: { message: 'rustle words' },
      touch: { landingPage: 'https://us.example/?q=rustle' },
    });
    await company.must(sdr(company, gone, 'take'));
    for (const path of ['merge', 'unmerge']) {
      const body = path === 'merge' ? { into: gone.leadId, samePerson: true } : {};
      await company.must(company.ops.post(`/v1/leads/${stays.leadId}/${path}`, body));
      await company.runtime.settled();
    }

    await erase(gone);

    expect((await wholeTable()).match(/.{60}(rustle|undone@).{20}/gi) ?? []).toEqual([]);
    expect(await wholeTable()).toContain('staying@forget12.example');
  });

  it('takes what he did on the site out of his colleague’s journey', async () => {
    const stays = await company.submit({
      person: { name: 'Colleague', email: 'colleague@forget14.example' },
    });
    const gone = await company.submit({
      person: { name: 'Surfer', email: 'surfer@forget14.example' },
      interest: { productLine: 'cloud' },
    });
    await engage(company, gone, 'pageView', {
      touch: { landingPage: 'https://us.example/?q=surfed', clickIds: { gclid: 'surfedclick' } },
    });
    expect(await company.store.touchesOf(stays.leadId)).toHaveLength(2);

    await erase(gone);

    expect((await wholeTable()).match(/.{60}surfed.{20}/gi) ?? []).toEqual([]);
  });

  it('finds the answers that were kept for a repeated request about the opportunity', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const id = await company.opportunity(offer);
    await company.must(
      company.as(offer.repId, 'rep').patch(`/v1/opportunities/${id}`, {
        nextStep: 'breathless step',
        notes: { projectRisk: 'breathless risk' },
      }),
    );
    await company.must(
      company
        .as(offer.repId, 'rep')
        .post(
          `/v1/opportunities/${id}/lose`,
          { reason: 'NO_DECISION' },
          { 'idempotency-key': 'breathless-key' },
        ),
    );

    await erase(await company.lead(leadId));

    expect((await wholeTable()).match(/.{60}breathless (step|risk).{20}/gi) ?? []).toEqual([]);
  });

  it('the same call with the same key is answered as before, without what was said of him', async () => {
    const at = company.now;
    const brought = () =>
      company.as('rep-a', 'rep').post(
        '/v1/self-sourced',
        {
          person: { name: 'Gasping Founder', email: 'gasping@founder.example' },
          company: { name: 'Gasping Works' },
          interest: { productLine: 'core' },
          contact: { kind: 'meeting', at, note: 'gasping for machines' },
        },
        { 'idempotency-key': 'brought-once' },
      );
    const found = await company.must(brought());
    const { leadId } = found.body as Lead;
    const worked = await company.submit({ person: { name: 'Gasp', email: 'gasp@gasp.example' } });
    const judged = () =>
      company
        .as('sdr-1', 'sdr')
        .post(
          `/v1/leads/${worked.leadId}/qualification`,
          { ...goodAnswers, note: 'gasping' },
          { 'idempotency-key': 'judged-once' },
        );
    const taken = () =>
      company
        .as('sdr-1', 'sdr')
        .post(`/v1/leads/${worked.leadId}/take`, undefined, { 'idempotency-key': 'taken-once' });
    const takenOnce = await company.must(taken());
    await company.must(sdr(company, worked, 'activities', goodCall));
    const judgedOnce = await company.must(judged());
    await company.runtime.settled();
    const offer = await company.offer(worked.leadId);
    const id = await company.opportunity(offer);
    await company.must(
      company
        .as(offer.repId, 'rep')
        .patch(`/v1/opportunities/${id}`, { competitor: 'Gasping Rivals', nextStep: 'gasp' }),
    );
    const lost = () =>
      company
        .as(offer.repId, 'rep')
        .post(
          `/v1/opportunities/${id}/lose`,
          { reason: 'NO_DECISION' },
          { 'idempotency-key': 'lost-once' },
        );
    const lostOnce = await company.must(lost());
    const before = [found, takenOnce, judgedOnce, lostOnce];
    for (const id of [leadId, worked.leadId]) await erase(await company.lead(id as LeadId));

    // Each is checked against its schema on its way.
    const after = [await brought(), await taken(), await judged(), await lost()];

    expect(after.map(({ status }) => status)).toEqual([201, 200, 200, 200]);
    for (const [index, { body }] of after.entries())
      expect(body).toMatchObject(idsOf(Object(before[index]?.body)));
    expect(JSON.stringify(after)).not.toMatch(/gasp/i);
  });

  it('nothing is written about him any more: no call, no dispute, no ruling', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.must(company.reject(offer));
    const staff = company.as('sdr-1', 'sdr');
    const disputed = `/v1/offers/${offer.offerId}/dispute`;
    const other = await company.handOver();
    const otherOffer = await company.offer(other.leadId);
    await company.must(company.reject(otherOffer));
    await company.must(
      staff.post(`/v1/offers/${otherOffer.offerId}/dispute`, { note: 'he never called' }),
    );
    for (const id of [leadId, other.leadId]) await erase(await company.lead(id));

    const answers = [
      await staff.post(`/v1/leads/${leadId}/activities`, {
        ...{ kind: 'call', direction: 'inbound', connected: true },
        note: 'afterwards he said',
      }),
      await staff.post(disputed, { note: 'afterwards he said' }),
      await company.director.post(`/v1/disputes/${otherOffer.offerId}-dispute/ruling`, {
        outcome: 'upheld',
        note: 'afterwards he said',
      }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(await wholeTable()).not.toContain('afterwards he said');
  });

  it('a second request is told that it was done', async () => {
    const lead = await company.submit();
    await erase(lead);

    expect((await erase(lead)).status).toBe(409);
  });
});
