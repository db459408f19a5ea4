// Whose channel a row of spend is (A0-17, A1-6): our own names of channels, and those of platforms and means as the policy's table of
// sources knows them, so that spend and leads of one channel meet.

import { present } from '../present.ts';
import { inOneSpelling } from '../scopes.ts';
import { CHANNELS, type Source } from './source.ts';
import type { SourcePolicy } from './source-policy.ts';

/** As a lead's source says it; `platform` is its `utm.source`. */
export type SpendChannel = Pick<Source, 'class' | 'channel' | 'means'> & {
  readonly platform?: string;
};

/** The seven of A0-17 in Chinese, in their order. */
const IN_CHINESE = ['传统媒体', '数字媒体', '户外', '内容', '战略合作', '线下', '渠道生态'];

/** Platforms by other names than those of their sites. */
const PLATFORMS: Readonly<Record<string, string>> = {
  百度: 'baidu',
  谷歌: 'google',
  必应: 'bing',
  搜狗: 'sogou',
  微信: 'weixin',
  wechat: 'weixin',
  微博: 'weibo',
  知乎: 'zhihu',
  小红书: 'xiaohongshu',
  抖音: 'douyin',
  哔哩哔哩: 'bilibili',
  领英: 'linkedin',
  meta: 'facebook',
};

/** What platforms are called behind their name, in their own exports: Google Ads, 百度推广. */
const BEHIND = /[\s_-]*(?:ads?|adwords|advertising|marketing|推广|广告|信息流|营销)$/;

/** Undefined when nobody knows what is meant. */
export function spendChannelIn(text: string, { rules }: SourcePolicy): SpendChannel | undefined {
  const said = inOneSpelling(text);
  const own = ownChannel(said);
  if (own !== undefined)
    return {
      class: rules.find(({ channel }) => channel === own)?.class ?? 'MARKETING',
      channel: own,
    };
  for (const name of new Set([said, said.replace(BEHIND, '')])) {
    const platform = Object.hasOwn(PLATFORMS, name) ? (PLATFORMS[name] ?? name) : name;
    const named = rules.find(({ when }) => has(when.source, name) || has(when.source, platform));
    if (named) return ofPlatform(named, name);
    const means = rules.find(({ when }) => has(when.medium, name));
    if (means) return kindOf(means, present({ means: means.means }));
    const site = rules.find(({ when }) =>
      when.referrer?.some((host) => labelOf(host) === platform),
    );
    if (site) return ofPlatform(site, name === 'wechat' || name === '微信' ? 'wechat' : platform);
  }
  return undefined;
}

type Rule = SourcePolicy['rules'][number];

function kindOf({ class: whose, channel }: Rule, more: Partial<SpendChannel>): SpendChannel {
  return { class: whose, ...present({ channel }), ...more };
}

function ofPlatform(rule: Rule, platform: string): SpendChannel {
  return kindOf(rule, { platform });
}

function ownChannel(said: string): SpendChannel['channel'] {
  const plain = said.replaceAll(/[\s_-]/g, '');
  return CHANNELS.find((one, index) => one.toLowerCase() === plain || IN_CHINESE[index] === said);
}

/** Words of the table are in small letters, and may end in `*`. */
function has(words: readonly string[] | undefined, name: string): boolean {
  return (
    words?.some((word) =>
      word.endsWith('*') ? name.startsWith(word.slice(0, -1)) : word === name,
    ) ?? false
  );
}

/** The name of a site: `baidu` of `baidu.com`, `google` of `google.*`, `weixin` of `weixin.qq.com`. */
function labelOf(host: string): string | undefined {
  return host === '*' ? undefined : host.split('.')[0];
}
