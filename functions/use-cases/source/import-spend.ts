// Ops bring a file of what was spent (A1-6): its good rows go in, and a row that was there already is replaced. The same file twice
// changes nothing, and one that stopped half-way goes on when it is sent again.

import { monthOf } from '../../leads/calendar/local-dates.ts';
import { decimalsOf } from '../../leads/currency.ts';
import { MOST_SHOWN } from '../../leads/intake/import.ts';
import { type Spend, spendAtHome } from '../../leads/source/spend.ts';
import { readSpend, type SpendLine } from '../../leads/source/spend-file.ts';
import type { Command, Deps, Told } from '../../ports.ts';
import type { SpendReport } from '../answers/desk-answers.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { toldEvents } from '../commit/told-events.ts';

/** Each is a row and its event, and a transaction takes a hundred. */
const AT_ONCE = 48;

interface Known {
  readonly own: string;
  readonly rates: Awaited<ReturnType<Deps['store']['rates']>>;
}

type Outcome = 'told' | 'corrected' | 'unchanged';

/**
 * 1. Read the file; refuse it as a whole when it cannot be read or lacks a column.
 * 2. Compare its good rows with what is known, some at a time; write those that are new or another. A dry run only compares.
 * Throws INVALID.
 */
export async function importSpend(
  deps: Deps,
  command: Command,
  csv: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<SpendReport> {
  const [{ document: policy }, rates] = await Promise.all([
    deps.store.policy(),
    deps.store.rates(),
  ]);
  const { tenant, sources, currencyNames } = policy;
  const thisMonth = monthOf(tenant.zone, command.at);
  const { rows, good, bad } = readSpend(csv, { sources, currencyNames, thisMonth });
  const counts: Record<Outcome, number> = { told: 0, corrected: 0, unchanged: 0 };
  for (let from = 0; from < good.length; from += AT_ONCE) {
    const lines = good.slice(from, from + AT_ONCE);
    const compared = await retryLostRace(async () => {
      const steps = await compare(deps, command, lines, { own: tenant.currency, rates });
      const alsoTold = steps.flatMap(({ told }) => told ?? []);
      if (!dryRun && alsoTold.length > 0) await deps.store.commit({ changes: [], alsoTold });
      return steps;
    }, deps.pauses);
    for (const { outcome } of compared) counts[outcome] += 1;
  }
  const report: SpendReport = {
    ...(dryRun ? { dryRun } : {}),
    rows,
    ...counts,
    sums: sumsOf(good),
    badRows: new Set(bad.map(({ line }) => line)).size,
    bad: bad.slice(0, MOST_SHOWN),
  };
  const receipt = dryRun ? undefined : command.receipt?.(report);
  if (receipt) await deps.store.commit({ changes: [], receipt });
  return report;
}

/** What becomes of each row, and what is written of it. */
async function compare(
  { store }: Deps,
  command: Command,
  lines: readonly SpendLine[],
  known: Known,
): Promise<readonly { readonly outcome: Outcome; readonly told?: Told }[]> {
  const stored = await store.spends(lines.map(({ spendId }) => spendId));
  return lines.map(({ line: _, ...said }) => {
    const before = stored.get(said.spendId);
    if (before && before.amount === said.amount && before.class === said.class)
      return { outcome: 'unchanged' };
    const after: Spend = {
      ...said,
      ...spendAtHome(said, known),
      version: (before?.version ?? 0) + 1,
    };
    return { outcome: before ? 'corrected' : 'told', told: spendTold(command, before, after) };
  });
}

/** A row's change with its event. */
export function spendTold(command: Command, before: Spend | undefined, after: Spend): Told {
  const { spendId, version: _, ...said } = after;
  const isSame = before?.amount === after.amount && before.class === after.class;
  const fact = before
    ? ({ type: 'SpendCorrected', data: { ...said, fromAmount: before.amount } } as const)
    : ({ type: 'SpendTold', data: said } as const);
  return {
    scope: spendId,
    change: replace('spend', before, after),
    events: toldEvents([isSame ? { type: 'SpendConverted', data: said } : fact], command),
  };
}

/** What the good rows come to, by currency: ops see whether it is what the invoices say. */
function sumsOf(lines: readonly SpendLine[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { currency, amount } of lines) {
    const units = 10 ** decimalsOf(currency);
    sums[currency] = Math.round(((sums[currency] ?? 0) + amount) * units) / units;
  }
  return sums;
}
