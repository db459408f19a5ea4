import { createContext, Script } from 'node:vm';

// A regular expression that gives up. JSONata's own guard can't interrupt one match, and a pattern such as
// /(a+)+$/ backtracks for longer than the universe will last.

const MILLISECONDS = 250;
const SHORT = 24;
/** Being interruptible costs more than a match, so of a text with many matches ever more are found at a time. */
const MOST_AT_A_TIME = 4096;

const sandbox = createContext(Object.create(null));
const attempt = new Script('find()');

interface Found {
  readonly match: RegExpExecArray | null;
  /** Where the search goes on. */
  readonly from: number;
}

/** A RegExp for JSONata's `RegexEngine` whose `exec` fails after a quarter of a second. */
export class BoundedRegExp extends RegExp {
  /** Matches of `#text` from `#from` on that were found and not asked for yet. */
  #ahead: Found[] = [];
  #text = '';
  #from = 0;
  #atATime = 1;

  override exec(text: string): RegExpExecArray | null {
    if (text.length <= SHORT) return super.exec(text);
    if (text !== this.#text || this.lastIndex !== this.#from) {
      this.#ahead = [];
      this.#atATime = 1;
    }
    this.#text = text;
    if (this.#ahead.length === 0) this.#ahead = this.#find(text, this.lastIndex);
    const next = this.#ahead.pop() ?? { match: null, from: 0 };
    this.lastIndex = next.from;
    this.#from = next.from;
    // A text is kept no longer than its matches are asked for.
    if (next.match === null) this.#text = '';
    return next.match;
  }

  /** The next matches, last first. */
  #find(text: string, from: number): Found[] {
    const found: Found[] = [];
    const wanted = this.global ? this.#atATime : 1;
    this.#atATime = Math.min(this.#atATime * 4, MOST_AT_A_TIME);
    sandbox.find = () => {
      this.lastIndex = from;
      for (let isLast = false; !isLast && found.length < wanted; ) {
        const match = super.exec(text);
        found.push({ match, from: this.lastIndex });
        isLast = match === null || match[0] === '';
      }
    };
    try {
      attempt.runInContext(sandbox, { timeout: MILLISECONDS });
    } catch (problem) {
      if (!(problem instanceof Error && 'code' in problem)) throw problem;
      // What was found before the slow match counts; the slow one is met when it is asked for.
      if (found.length === 0) {
        throw new Error(`Regular expression took more than ${MILLISECONDS} ms`);
      }
    }
    return found.reverse();
  }
}
