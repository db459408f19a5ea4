// Who sees what (reports.md): directors and ops everything, an SDR or a rep his own figures and his department's as a whole.

import { Forbidden } from '../../leads/errors.ts';
import type { Actor } from '../../ports.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import { type Dimension, UNKNOWN } from '../../reports/dimensions.ts';
import { type Asked, askedOf, type ReportQuery } from './ask-report.ts';
import type { MetricDeps } from './project-scopes.ts';
import type { Question } from './question.ts';
import { isTime } from './read-rows.ts';

/** Who sees everything. */
const ALL_SEEING: readonly Actor['kind'][] = ['director', 'ops', 'admin'];

/** As somebody may ask it. Throws Invalid and Forbidden. */
export async function askedBy(
  question: Question,
  name: ReportName,
  query: ReportQuery,
): Promise<Asked> {
  const asked = askedOf(name, query, question);
  const { deps, by: caller } = question;
  if (ALL_SEEING.includes(caller.kind)) return asked;
  // What others see row by row he sees of himself.
  return ownOnly(deps, caller, { ...asked, by: query.by === undefined ? 'all' : asked.by });
}

/** Of his department an SDR or a rep sees figures, and of himself the leads behind them. Throws Forbidden. */
export function refuseLeadsOfOthers({ by: { kind } }: Question, { filter }: Asked): void {
  if (ALL_SEEING.includes(kind) || filter?.dimension !== 'department') return;
  const message =
    'you see the leads behind your own figures; your department’s are told in total: leave the department out';
  throw new Forbidden(message);
}

/** SDRs and reps see their own figures, and those of their department as a whole. */
async function ownOnly({ store }: MetricDeps, { kind, sub }: Actor, asked: Asked): Promise<Asked> {
  const isSdr = kind === 'sdr';
  const own: Dimension = isSdr ? 'sdr' : 'rep';
  const { by, filter, definition } = asked;
  if (by === 'department' || filter?.dimension === 'department') {
    const person = isSdr ? await store.sdr(sub) : await store.rep(sub);
    const value = person?.department ?? UNKNOWN;
    if (filter === undefined || filter.value === value)
      return { ...asked, filter: { dimension: 'department', value } };
  }
  const isOwn = filter === undefined || (filter.dimension === own && filter.value === sub);
  if (isOwn && (by === 'all' || by === own || isTime(by)) && definition.dimensions.includes(own))
    return { ...asked, filter: { dimension: own, value: sub } };
  const message =
    'you see your own figures and your department’s: ask without by, or by=department';
  throw new Forbidden(message);
}
