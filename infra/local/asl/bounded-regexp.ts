import { createContext, Script } from 'node:vm';

// A regular expression that gives up. JSONata's own guard can't interrupt one match, and a pattern such as
// /(a+)+$/ backtracks for longer than the universe will last.

const MILLISECONDS = 250;
const SHORT = 24;

const sandbox = createContext(Object.create(null));
const attempt = new Script('match(text)');

/** A RegExp for JSONata's `RegexEngine` whose `exec` fails after a quarter of a second. */
export class BoundedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    if (text.length <= SHORT) return super.exec(text);
    sandbox.text = text;
    sandbox.match = (subject: string) => super.exec(subject);
    try {
      return attempt.runInContext(sandbox, { timeout: MILLISECONDS });
    } catch (problem) {
      if (problem instanceof Error && 'code' in problem) {
        throw new Error(`Regular expression took more than ${MILLISECONDS} ms`);
      }
      throw problem;
    }
  }
}
