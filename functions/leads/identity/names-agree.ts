// Do two names mean the same person, so that a shared phone may join them (domain.md 4.2)? Spelling and titles aside; no guess beyond that.

import { withoutCaseAndAccents } from './company-names.ts';
import { seen } from './identity.ts';

/** What people are called before or behind their name, as words of the folded name, by whom they are said of. */
const TITLES = {
  man: 'mr mister herr monsieur signor senor 先生',
  woman: 'mrs ms miss frau fraulein mme madame signora senora 女士 小姐 太太 夫人',
  anybody:
    'dr prof professor dipl phd mba msc bsc 博士 教授 老师 老師 经理 經理 总经理 總經理 主任 工程师 工程師 様 さん 氏 씨 님',
} as const;
type Whose = keyof typeof TITLES;

const titles = new Map<string, Whose>(
  // Codec: Object.entries forgets which names there were.
  (Object.entries(TITLES) as [Whose, string][]).flatMap(([whose, words]) =>
    words.split(' ').map((word): [string, Whose] => [word, whose]),
  ),
);

/** Chinese, Japanese and Korean write theirs behind the name, without a blank. */
const BEHIND = new RegExp(
  `(?:${[...titles.keys()]
    .filter((title) => /[^a-z]/.test(title))
    .toSorted((a, b) => b.length - a.length)
    .join('|')})$`,
  'u',
);

/**
 * Whether they agree across order, case, width, accents, blanks and titles: `Dr. LI Lei` is `Lei, Li`, `李 雷先生` is `李雷`, `Müller` is
 * `Mueller`. A name that is missing agrees with each. Herr and Frau of one name are two.
 */
export function namesAgree(one: string, other: string): boolean {
  const [a, b] = [heard(one), heard(other)];
  const whose = new Set([...a.whose, ...b.whose]);
  if (whose.has('man') && whose.has('woman')) return false;
  if (a.spellings.size === 0 || b.spellings.size === 0) return true;
  return [...a.spellings].some((spelling) => b.spellings.has(spelling));
}

interface Heard {
  readonly whose: readonly Whose[];
  /** None where nothing but titles or signs is written. */
  readonly spellings: ReadonlySet<string>;
}

function heard(name: string): Heard {
  const words = wordsOf(name);
  return {
    whose: words.flatMap((word) => titles.get(word) ?? []),
    spellings: new Set([...spellingsOf(words), ...spellingsOf(wordsOf(withoutUmlauts(name)))]),
  };
}

function wordsOf(name: string): readonly string[] {
  // An address that stands for a name which nobody gave.
  if (name.includes('@')) return [];
  return withoutCaseAndAccents(seen(name))
    .replace(/(?<=\p{L})\.(?=\p{L}\b)/gu, '')
    .replace(/\b(dr|dipl)[.-]{0,2} ?ing\b/g, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => {
      const [title = ''] = BEHIND.exec(word) ?? [];
      return [word.slice(0, word.length - title.length), title];
    })
    .filter((word) => word !== '');
}

/** Without titles: in the order of the alphabet, and without blanks with the family's name first or last. */
function spellingsOf(words: readonly string[]): readonly string[] {
  const names = words.filter((word) => !titles.has(word));
  if (!names.some((word) => /\p{L}/u.test(word))) return [];
  const lastFirst = [...names.slice(-1), ...names.slice(0, -1)];
  const firstLast = [...names.slice(1), ...names.slice(0, 1)];
  return [
    names.toSorted().join(' '),
    ...[names, lastFirst, firstLast].map((order) => order.join('')),
  ];
}

/** Who has no umlauts on his keyboard writes two letters. */
function withoutUmlauts(name: string): string {
  return name.normalize('NFC').replace(/[äöü]/gi, (umlaut) => `${umlaut.normalize('NFD')[0]}e`);
}
