// Where a lead is and what it is for, in one spelling (4.5, scopes): regions by ISO 3166, product lines by the policy.

import * as z from 'zod';
import { entryName, line } from './fields.ts';

const CODE = /^[A-Z]{2}(?:-[A-Z0-9]{1,3})*$/;

/** `regionNames` of the policy: what people write for a code, compared without case and outer blanks. */
export const RegionNames = z.record(
  z.string().regex(CODE, 'is no ISO 3166 code in capitals such as CN or CN-SH'),
  z.array(line(60)).max(50),
);
export type RegionNames = z.infer<typeof RegionNames>;

export const DEFAULT_REGION_NAMES: RegionNames = {
  CN: ['China', 'PRC', 'CHN', '中国', '中國'],
  'CN-AH': ['Anhui', '安徽', '安徽省'],
  'CN-BJ': ['Beijing', '北京', '北京市'],
  'CN-CQ': ['Chongqing', '重庆', '重庆市'],
  'CN-FJ': ['Fujian', '福建', '福建省'],
  'CN-GD': ['Guangdong', '广东', '广东省'],
  'CN-GS': ['Gansu', '甘肃', '甘肃省'],
  'CN-GX': ['Guangxi', '广西'],
  'CN-GZ': ['Guizhou', '贵州', '贵州省'],
  'CN-HA': ['Henan', '河南', '河南省'],
  'CN-HB': ['Hubei', '湖北', '湖北省'],
  'CN-HE': ['Hebei', '河北', '河北省'],
  'CN-HI': ['Hainan', '海南', '海南省'],
  'CN-HL': ['Heilongjiang', '黑龙江', '黑龙江省'],
  'CN-HN': ['Hunan', '湖南', '湖南省'],
  'CN-JL': ['Jilin', '吉林', '吉林省'],
  'CN-JS': ['Jiangsu', '江苏', '江苏省'],
  'CN-JX': ['Jiangxi', '江西', '江西省'],
  'CN-LN': ['Liaoning', '辽宁', '辽宁省'],
  'CN-NM': ['Inner Mongolia', '内蒙古'],
  'CN-NX': ['Ningxia', '宁夏'],
  'CN-QH': ['Qinghai', '青海', '青海省'],
  'CN-SC': ['Sichuan', '四川', '四川省'],
  'CN-SD': ['Shandong', '山东', '山东省'],
  'CN-SH': ['Shanghai', '上海', '上海市'],
  'CN-SN': ['Shaanxi', '陕西', '陕西省'],
  'CN-SX': ['Shanxi', '山西', '山西省'],
  'CN-TJ': ['Tianjin', '天津', '天津市'],
  'CN-XJ': ['Xinjiang', '新疆'],
  'CN-XZ': ['Tibet', '西藏'],
  'CN-YN': ['Yunnan', '云南', '云南省'],
  'CN-ZJ': ['Zhejiang', '浙江', '浙江省'],
  HK: ['CN-HK', 'Hong Kong', '香港'],
  MO: ['CN-MO', 'Macau', 'Macao', '澳门'],
  TW: ['CN-TW', 'Taiwan', '台湾', '台灣'],
  AT: ['Austria', 'Österreich'],
  CH: ['Switzerland', 'Schweiz'],
  DE: ['Germany', 'Deutschland', 'DEU', 'GER', '德国'],
  FR: ['France', 'Frankreich', '法国'],
  GB: ['UK', 'GBR', 'United Kingdom', 'Great Britain', 'England', '英国'],
  GR: ['EL', 'Greece'],
  JP: ['Japan', 'JPN', '日本'],
  SG: ['Singapore', 'SGP', '新加坡'],
  US: ['USA', 'United States', 'United States of America', '美国'],
};

/** What forms that name no product line are about, and what an unknown one is taken for (4.10). */
export const DEFAULT_PRODUCT_LINE = 'core';

/** `productLines` of the policy; while it lists none, what reps sell is one (product-line.ts). */
export const ProductLines = z.array(entryName(100)).max(200);

/** Spellings that differ in width, case, dashes or blanks are one. */
export function inOneSpelling(text: string): string {
  const dashed = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-');
  return dashed.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** A policy is read with every request, and its names do not change under it. */
const spellingsOf = new WeakMap<RegionNames, ReadonlyMap<string, string>>();

function spellings(names: RegionNames): ReadonlyMap<string, string> {
  const known =
    spellingsOf.get(names) ??
    new Map(
      Object.entries(names).flatMap(([code, texts]) =>
        texts.map((text) => [inOneSpelling(text), code]),
      ),
    );
  spellingsOf.set(names, known);
  return known;
}

/** The code of what was written: `Shanghai`, `cn_sh` and `CN-SH` are one, and so are `UK-LND` and `GB-LND`. What is no code is kept as it was written. */
export function regionIn(text: string, names: RegionNames): string {
  const known = spellings(names);
  const plain = inOneSpelling(text);
  const named = known.get(plain);
  if (named !== undefined) return named;
  const [country = '', ...parts] = plain.replaceAll('_', '-').toUpperCase().split('-');
  const code = [known.get(country.toLowerCase()) ?? country, ...parts].join('-');
  return CODE.test(code) ? code : text.trim();
}

/** Regions in one spelling, each once. */
export function regionsIn(texts: readonly string[], names: RegionNames): string[] {
  return [...new Set(texts.map((text) => regionIn(text, names)))];
}

/** Whether a list of regions takes the one asked: `CN` takes `CN-SH`, and who says only `CN` may be anywhere in it. Nothing listed and nothing asked both match. */
export function coversRegion(list: readonly string[], asked: string | undefined): boolean {
  if (asked === undefined || list.length === 0) return true;
  return list.some((scope) => isWithin(asked, scope) || isWithin(scope, asked));
}

function isWithin(region: string, scope: string): boolean {
  const [inner, outer] = [inOneSpelling(region), inOneSpelling(scope)];
  return inner === outer || inner.startsWith(`${outer}-`);
}

/** Whether two names of a product line mean the same one. */
export function isSameLine(one: string, other: string): boolean {
  return inOneSpelling(one) === inOneSpelling(other);
}

/** The policy's spelling of a product line; undefined when it lists others and not this one. */
export function productLineIn(text: string, lines: readonly string[]): string | undefined {
  const known = [...lines, DEFAULT_PRODUCT_LINE].find((one) => isSameLine(one, text));
  return known ?? (lines.length === 0 ? inOneSpelling(text) : undefined);
}
