import { describe, expect, it } from 'vitest';
import type { Submission } from '../../../../functions/leads/intake/submission.ts';
import { CameFrom } from '../../../../functions/leads/source/came-from.ts';
import { sourceFacts } from '../../../../functions/leads/source/source.ts';
import { sourceOf } from '../../../../functions/leads/source/source-of.ts';
import { DEFAULT_SOURCE_POLICY } from '../../../../functions/leads/source/source-policy.ts';
import { at } from '../../../support/routing-builders.ts';

type Sent = NonNullable<Submission['touch']>;

function seen(sent: Sent, form = 'demo-request'): string {
  const { class: whose, channel, means, origin } = sourceOf(form, sent, DEFAULT_SOURCE_POLICY);
  return [whose, channel, means, origin].filter(Boolean).join(' ');
}

describe('the source of a touch', () => {
  it.each<[string, string, Sent, string?]>([
    [
      'a paid search word',
      'MARKETING digitalMedia sem passive',
      { utm: { source: 'baidu', medium: 'SEM' } },
    ],
    ['a click id alone', 'MARKETING digitalMedia sem passive', { clickIds: { bd_vid: '1' } }],
    [
      'an unpaid search',
      'MARKETING digitalMedia seo passive',
      { referrer: 'https://www.google.co.uk/' },
    ],
    [
      'a page of that name that is no search engine',
      'MARKETING digitalMedia referral passive',
      { referrer: 'https://google.acme.com/x' },
    ],
    [
      'an article in WeChat',
      'MARKETING digitalMedia smo passive',
      { referrer: 'https://mp.weixin.qq.com/s/1' },
    ],
    [
      'a link in an app',
      'MARKETING digitalMedia smo passive',
      { referrer: 'https://lnkd.in/abc', landingPage: '/x' },
    ],
    ['nothing', 'MARKETING digitalMedia direct passive', {}],
    ['a partner', 'PARTNER channelEcosystem referral passive', { utm: { medium: 'reseller' } }],
    ['a director of ours', 'EXEC referral active', { utm: { medium: 'exec' } }],
    ['a card from a fair', 'MARKETING offline event active', {}, 'event-shanghai-2026'],
    [
      'an app store',
      'MARKETING digitalMedia appStore passive',
      { utm: { source: 'huawei', medium: 'app-store' } },
    ],
    ['a feed', 'MARKETING digitalMedia feeds passive', { utm: { medium: 'feed' } }],
    [
      'an affiliate',
      'MARKETING channelEcosystem affiliate passive',
      { utm: { medium: 'affiliate' } },
    ],
    ['a poster', 'MARKETING outdoor passive', { utm: { medium: 'billboard' } }],
    ['a magazine', 'MARKETING traditionalMedia passive', { utm: { medium: 'magazine' } }],
    ['a phone call', 'MARKETING phone passive', { utm: { medium: 'phone' } }],
    ['a call that somebody wrote down', 'MARKETING phone passive', {}, 'phone-hotline'],
    ['a tender notice', 'MARKETING tender passive', { utm: { medium: 'RFP' } }],
    ['a tender that was filed', 'MARKETING tender passive', {}, 'tender-metro-line-9'],
    ['an agent', 'PARTNER channelEcosystem referral passive', {}, 'agent-chen'],
    [
      'an agent, by the medium',
      'PARTNER channelEcosystem referral passive',
      { utm: { medium: 'agent' } },
    ],
    ['a technical session', 'MARKETING offline meeting active', {}, 'technical-session'],
    ['a visit of ours', 'MARKETING offline meeting active', { utm: { medium: 'company-visit' } }],
    ['a call in Chinese', 'MARKETING phone passive', {}, '电话咨询'],
    ['an advertorial', 'MARKETING contentPlacement passive', { utm: { medium: 'advertorial' } }],
  ])('of %s is %s', (_what, expected, sent, form) => {
    expect(seen(sent, form)).toBe(expected);
  });

  it('believes what marketing wrote into the address before what the browser gives away', () => {
    const sent = {
      utm: { source: 'newsletter', medium: 'email' },
      referrer: 'https://www.baidu.com/',
    };

    expect(seen(sent)).toBe('MARKETING digitalMedia email passive');
  });

  it('reads UTM and click ids out of the landing page of a form that sends nothing else', () => {
    const landingPage =
      'https://acme.example/demo?utm_source=baidu&utm_medium=cpc&utm_campaign=plan-a&utm_term=metadata&bd_vid=9';

    const source = sourceOf('demo-request', { landingPage }, DEFAULT_SOURCE_POLICY);

    expect(source).toMatchObject({
      means: 'sem',
      key: 'baidu / plan-a / - / metadata',
      utm: { source: 'baidu', medium: 'cpc', campaign: 'plan-a', term: 'metadata' },
      clickIds: { bd_vid: '9' },
    });
  });

  it.each([
    ['in capitals', 'https://acme.example/?UTM_SOURCE=baidu&Utm_Medium=cpc&BD_VID=9'],
    [
      'with the sign of HTML between them',
      'https://acme.example/?utm_source=baidu&amp;utm_medium=cpc&amp;bd_vid=9',
    ],
    [
      'behind the sign of a place on the page',
      'https://acme.example/#utm_source=baidu&utm_medium=cpc&bd_vid=9',
    ],
    ['in both', 'https://acme.example/?utm_source=baidu#utm_medium=cpc&bd_vid=9'],
    ['twice', 'https://acme.example/?utm_source=baidu?utm_medium=cpc&bd_vid=9'],
  ])('reads them %s, too', (_how, landingPage) => {
    expect(sourceOf('f', { landingPage }, DEFAULT_SOURCE_POLICY)).toMatchObject({
      ...{ means: 'sem', utm: { source: 'baidu', medium: 'cpc' }, clickIds: { bd_vid: '9' } },
    });
  });

  it('believes the landing page where the form only has hidden fields that nobody filled', () => {
    const touch = CameFrom.parse({
      utm: { source: '', medium: '' },
      landingPage: 'https://acme.example/?utm_source=baidu&utm_medium=cpc',
    });

    expect(seen(touch)).toBe('MARKETING digitalMedia sem passive');
  });

  it('is told from others by plan, unit and keyword, and by nothing less than three parameters', () => {
    const utm = { source: 'Baidu', campaign: 'plan-a', content: 'unit-3', term: 'metadata' };

    const full = sourceOf('f', { utm }, DEFAULT_SOURCE_POLICY);
    const thin = sourceOf('f', { utm: { source: 'baidu', campaign: 'a' } }, DEFAULT_SOURCE_POLICY);

    expect(full.key).toBe('baidu / plan-a / unit-3 / metadata');
    expect(thin.key).toBeUndefined();
  });

  it('is not our own site, on which people walk from page to page', () => {
    const policy = { ...DEFAULT_SOURCE_POLICY, ownHosts: ['acme.example'] };

    const source = sourceOf('f', { referrer: 'https://www.acme.example/prices' }, policy);

    expect(source.means).toBe('direct');
  });

  it('tells reports its class, and neither a page nor a click id, which may tell who it was', () => {
    const sent = {
      utm: { source: 's', medium: 'sem', campaign: 'c' },
      clickIds: { gclid: 'secret' },
      landingPage: 'https://acme.example/?email=li.lei@acme.example',
    };

    const facts = sourceFacts({
      touchId: 'sub_1',
      at: at('2026-09-14T01:00:00Z'),
      ...sourceOf('f', sent, DEFAULT_SOURCE_POLICY),
    });

    expect(facts).toEqual({
      ...{ class: 'MARKETING', channel: 'digitalMedia', means: 'sem', origin: 'passive' },
      utmSource: 's',
      campaign: 'c',
    });
  });
});
