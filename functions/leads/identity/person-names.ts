// By which words a person's name is found: keyed like addresses, since a name is one's own, too.

import { withoutCaseAndAccents } from './company-names.ts';
import { keyHash } from './identity.ts';

/** A name has so many words at most; more would only make it dear to write. */
const WORDS = 6;

/** The words of a name without case and accents; of Chinese, the whole and each pair of characters. */
function wordsOf(name: string): readonly string[] {
  const words = withoutCaseAndAccents(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .flatMap((word) => (/\p{Script=Han}/u.test(word) ? [word, ...pairsOf(word)] : [word]));
  return [...new Set(words)].slice(0, WORDS);
}

function pairsOf(word: string): readonly string[] {
  const characters = [...word];
  return characters.slice(1).map((second, index) => `${characters[index]}${second}`);
}

/** The keys under which a name is stored and looked for. Throws RangeError on an empty pepper. */
export function nameKeys(name: string, pepper: string): readonly string[] {
  return wordsOf(name).map((word) => keyHash('name', word, pepper));
}
