// Everybody of the buying group is shown by name, with what he did, to whoever may see the lead (4.2; 4.8, other person of the account).

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { wordMessage } from '../../functions/use-cases/send-message.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import {
  acceptAll,
  engage,
  expectSound,
  lowIntent,
  messagesAbout,
  taken,
} from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

let houses = 0;
function house(): string {
  houses += 1;
  return `house${houses}.example`;
}

async function seenBy(sub: string, group: string, { leadId }: Lead): Promise<Json> {
  return (await company.must(company.as(sub, group).get(`/v1/leads/${leadId}`))).body as Json;
}

async function timeline({ leadId }: Lead): Promise<readonly Json[]> {
  const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}/timeline`));
  return (body as Json).items;
}

/** As many numbers as houses: who shares one is one person. */
function phoneOf(domain: string): string {
  return `+8621641800${domain.replace(/\D/g, '').padStart(2, '0')}`;
}

function bernd(domain: string, over: FormParts = {}): FormParts {
  return {
    ...over,
    person: {
      name: 'Bernd Birke',
      email: `bernd@${domain}`,
      phone: phoneOf(domain),
      title: 'CEO',
    },
    interest: { handRaise: 'demo', message: 'please show us', ...over.interest },
  };
}

describe('a colleague who asks for a demo while the lead is offered', () => {
  it('is shown to the rep with name, title, addresses and what he sent, and the rep reads who writes', async () => {
    const domain = house();
    const lead = await company.handOver(await company.submit({ person: { email: `a@${domain}` } }));
    const { repId } = await company.offer(lead.leadId);

    await company.submit(bernd(domain));

    const { buyingGroup } = await seenBy(repId, 'rep', lead);
    expect(buyingGroup).toMatchObject([
      {
        name: 'Bernd Birke',
        title: 'CEO',
        email: `bernd@${domain}`,
        phone: phoneOf(domain),
        deeds: [
          {
            handRaise: 'demo',
            message: 'please show us',
            form: 'demo-request',
            kinds: ['submission', 'demo'],
            at: company.now,
          },
        ],
      },
    ]);
    expect((await messagesAbout(company, lead)).at(-1)).toMatchObject({
      to: repId,
      subject: expect.stringContaining('A colleague of the customer wrote'),
      text: expect.stringContaining(
        'Bernd Birke (CEO) wrote about core and asks for a demo. How to reach a colleague',
      ),
    });
    await expectSound(company, lead);
  });

  it('is named in the timeline as it is shown, and in no event', async () => {
    const domain = house();
    const lead = await company.submit({ person: { name: 'Anna Ahorn', email: `a@${domain}` } });

    await company.submit(bernd(domain));

    const told = (await timeline(lead)).find(({ type }) => type === 'ColleagueEnquired');
    expect(told?.sentence).toBe(
      'A colleague at the same company enquires too and asks for a demo.',
    );
    expect(told?.actor).toMatchObject({ kind: 'customer', name: 'Bernd Birke' });
    expect(JSON.stringify(await company.events(lead.leadId))).not.toMatch(
      /Bernd|bernd@|641800|please show us/,
    );
  });
});

describe('the message that somebody wrote again', () => {
  /** What the SDR of a lead of Anna Ahorn reads after this form. */
  async function read(form: FormParts, first: FormParts = {}): Promise<string> {
    const person = { name: 'Anna Ahorn', email: `info@${house()}`, title: 'CFO', ...first.person };
    const lead = await taken(company, { ...first, person });
    await company.advance('PT1M');
    await company.submit({ ...form, person: { ...person, title: undefined, ...form.person } });
    return (await messagesAbout(company, lead)).at(-1)?.text ?? '';
  }

  it('names the same person with the title that is known, and what is asked', async () => {
    expect(await read({ interest: { handRaise: 'callMe' } })).toMatch(
      /^Anna Ahorn \(CFO\) wrote about core and asks to be called\. All of it stands/,
    );
  });

  it('names the second name behind an address, not by the title of the first', async () => {
    expect(
      await read({ person: { name: 'Bernd Birke' }, interest: { handRaise: 'visit' } }),
    ).toMatch(
      /^Bernd Birke wrote about core and asks for a visit\. What the form says otherwise than is known: name\./,
    );
  });

  it('says that a phone is corrected, and where it stands', async () => {
    const text = await read(
      { person: { phone: '+862164180058' }, interest: lowIntent },
      { person: { phone: '+862164180059' } },
    );

    expect(text).toMatch(
      /^Anna Ahorn \(CFO\) wrote about core\. What the form says otherwise than is known: phone\./,
    );
    expect(text).toMatch(/\n\nAnna Ahorn, [^\n]+\n\/\?lead=lead_\w+$/);
  });

  it('says that another company name is the company’s, not the person’s', async () => {
    expect(
      await read(
        { company: { name: 'Birke GmbH' }, interest: lowIntent },
        { company: { name: 'Ahorn AG' } },
      ),
    ).toContain('otherwise than is known: company name.');
  });

  it('names nobody who is erased before it leaves', async () => {
    const domain = house();
    const lead = await taken(company, { person: { email: `a@${domain}` } });
    await company.submit(bernd(domain));
    const [personId] = (await company.lead(lead.leadId)).buyingGroup;
    const told = (await company.events(lead.leadId)).flatMap(({ messages = [] }) => messages);
    const message = told.find(({ says }) => says?.name === 'colleagueWrote');
    if (!message) throw new Error('nobody was told');
    await company.act('admin-1', 'admin', `/v1/leads/${lead.leadId}/erase`, {
      reason: 'asked',
      personId,
    });

    const late = { ...message, leadId: lead.leadId, at: company.now };
    const { text } = await wordMessage({ store: company.store, pepper: '-' }, late, {
      named: true,
    });

    expect(text).toMatch(/^Somebody wrote about core and asks for a demo\./);
  });
});

describe('who is shown', () => {
  it('is the person with his own deeds, too, and each colleague once', async () => {
    const domain = house();
    const lead = await company.submit({ person: { name: 'Anna Ahorn', email: `a@${domain}` } });
    await company.submit(bernd(domain));
    await company.advance('PT1M');
    await company.submit(bernd(domain, { interest: { handRaise: null, message: 'once more' } }));
    await engage(company, lead, 'webinar');

    const { person, buyingGroup } = await seenBy('sdr-1', 'sdr', lead);

    expect(person.name).toBe('Anna Ahorn');
    expect(person.deeds.map(({ kinds }: Json) => kinds[0])).toEqual(['submission', 'webinar']);
    expect(buyingGroup).toHaveLength(1);
    expect(buyingGroup[0].deeds.map(({ message }: Json) => message)).toEqual([
      'please show us',
      'once more',
    ]);
  });

  it('is a colleague of another journey who only looked at something', async () => {
    const domain = house();
    const lead = await company.submit({ person: { email: `a@${domain}` } });
    const cloud = await company.submit({
      ...bernd(domain),
      interest: { productLine: 'cloud', handRaise: null },
    });

    await engage(company, cloud, 'webinar');

    const { buyingGroup } = await seenBy('ops-1', 'ops', lead);
    expect(buyingGroup).toMatchObject([{ name: 'Bernd Birke', deeds: [{ kinds: ['webinar'] }] }]);
  });

  it('is the second name behind a shared address: as a difference, and by name with what he sent', async () => {
    const domain = house();
    const shared = { email: `info@${domain}` };
    const lead = await company.submit({ person: { name: 'Anna Ahorn', ...shared } });
    await company.advance('PT1M');

    await company.submit({
      person: { name: 'Bernd Birke', phone: '+862164180056', ...shared },
      interest: { handRaise: 'demo' },
    });

    const { person, differences } = await seenBy('sdr-1', 'sdr', lead);
    const told = (await timeline(lead)).find(({ type }) => type === 'SubmissionRepeated');
    expect(person).toMatchObject({ name: 'Anna Ahorn', phone: '+862164180056' });
    expect(person.deeds.map(({ name }: Json) => name)).toEqual(['Anna Ahorn', 'Bernd Birke']);
    expect(differences).toMatchObject([
      { path: 'person.name', known: 'Anna Ahorn', said: 'Bernd Birke' },
    ]);
    expect(told?.actor.name).toBe('Bernd Birke');
    expect(told?.sentence).toContain('said otherwise than is known: name');
  });

  it('is a corrected phone of a colleague, under a path of his own', async () => {
    const domain = house();
    const lead = await company.submit({ person: { email: `a@${domain}` } });
    await company.submit(bernd(domain));

    const other = bernd(domain, { interest: lowIntent });
    await company.submit({ ...other, person: { ...other.person, phone: '+862164180057' } });

    const { buyingGroup, differences } = await seenBy('sdr-1', 'sdr', lead);
    expect(differences).toMatchObject([
      {
        path: `${buyingGroup[0].personId}.phone`,
        known: phoneOf(domain),
        said: '+862164180057',
        name: 'Bernd Birke',
      },
    ]);
  });

  it('is not somebody who was erased, nor what he was called', async () => {
    const domain = house();
    const lead = await taken(company, { person: { email: `a@${domain}` } });
    await company.submit(bernd(domain));
    const [personId] = (await company.lead(lead.leadId)).buyingGroup;

    await company.act('admin-1', 'admin', `/v1/leads/${lead.leadId}/erase`, {
      reason: 'asked',
      personId,
    });

    const shown = await seenBy('sdr-1', 'sdr', lead);
    expect(shown.buyingGroup).toEqual([]);
    expect(JSON.stringify([shown, await timeline(lead)])).not.toMatch(/Bernd|bernd@/);
  });

  it('is nobody to a rep to whom the lead was never offered', async () => {
    const lead = await company.submit(bernd(house()));

    const refused = await company.as('rep-c', 'rep').get(`/v1/leads/${lead.leadId}`);

    expect(refused).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_LEAD' } });
  });

  it('is two people as one after a merge, with what both did', async () => {
    const [one, two] = [house(), house()];
    const lead = await company.submit({ person: { name: 'Anna Ahorn', email: `a@${one}` } });
    await company.advance('PT1M');
    const other = await company.submit({ person: { name: 'Anna Ahorn', email: `a@${two}` } });

    await company.act('ops-1', 'ops', `/v1/leads/${other.leadId}/merge`, {
      into: lead.leadId,
      samePerson: true,
    });

    const { person, buyingGroup, differences } = await seenBy('sdr-1', 'sdr', lead);
    expect(person.deeds).toHaveLength(2);
    expect(buyingGroup).toEqual([]);
    expect(differences).toMatchObject([
      { path: 'person.email', known: `a@${one}`, said: `a@${two}` },
    ]);
  });
});
