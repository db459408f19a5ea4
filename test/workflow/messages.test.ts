import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany, type RepSpec } from '../support/company.ts';
import { messagesAbout } from '../support/journeys.ts';

let company: Company;
afterEach(() => company.close());

const PAGE = 'https://leads.acme.example';
const pages = { channels: { pageUrl: PAGE, chats: {}, mail: {}, ways: ways() } };

function ways() {
  const way = 'bus';
  return {
    rep: way,
    sdr: way,
    'group:sdr': way,
    'group:director': way,
    'group:ops': way,
    customers: way,
  };
}

/** What the rep reads of the offer. */
async function offered(rep: Omit<RepSpec, 'repId'>, policy: object = pages) {
  company = await openCompany({
    start: '2026-09-19T08:00:00.000Z',
    reps: [{ repId: 'rep-a', ...rep }],
    policy: { ...policy },
  });
  const lead = await company.handOver(
    await company.submit({ person: { name: 'Li Lei' }, company: { name: 'Acme' } }),
  );
  const [first] = await messagesAbout(company, lead);
  return { text: first?.text ?? '', lead };
}

describe('a message to staff', () => {
  it('names lead, company, page and deadlines in the zone of who reads it', async () => {
    const { text, lead } = await offered({});

    // Saturday 16:00 in Shanghai; that Sunday is a working day in China.
    expect(text).toBe(
      `Contact the customer by Sunday 20 Sep 14:30; accept or reject by the end of Monday 21 Sep.\n\nLi Lei, Acme\n${PAGE}/?lead=${lead.leadId}`,
    );
  });

  it('says the same to a rep in Berlin in his time, and in Chinese to who reads Chinese', async () => {
    const { text } = await offered({ calendar: 'DE', languages: ['zh-CN'] });

    expect(text).toContain(
      '请在 9月21日周一 13:00 前联系客户；在 9月22日周二 24:00 前接受或拒绝。',
    );
    expect(text).toContain('Li Lei（Acme）');
  });

  it('is in the language of the policy for who has none, and in English for who has one that we have not', async () => {
    const inChinese = {
      ...pages,
      tenant: { zone: 'Asia/Shanghai', calendar: 'CN', language: 'zh' },
    };
    const none = await offered({}, inChinese);
    await company.close();
    const other = await offered({ languages: ['tlh'] });

    expect(none.text).toContain('请在');
    expect(other.text).toContain('Contact the customer');
  });

  it('says nothing personal in its event, and no instant as machines write it to anybody', async () => {
    const { lead } = await offered({});
    await company.advance('P20D');

    const stored = JSON.stringify(await company.events(lead.leadId));
    const messages = await company.runtime.outbox.messages();

    expect(stored).not.toContain('Li Lei');
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.filter(({ text }) => /\d{4}-\d\d-\d\dT/.test(text))).toEqual([]);
  });

  it('names nobody who was erased meanwhile', async () => {
    const { lead } = await offered({});
    const admin = company.as('admin-1', 'admin');
    await company.must(admin.post(`/v1/leads/${lead.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    const late = (await messagesAbout(company, lead)).slice(1);

    expect(late.map(({ text }) => text).join()).not.toContain('Li Lei');
  });

  it('links to the page of this server where the policy names none', async () => {
    const { text, lead } = await offered({}, {});

    expect(text.endsWith(`\n/?lead=${lead.leadId}`)).toBe(true);
  });
});
