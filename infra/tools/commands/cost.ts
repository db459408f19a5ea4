// `npm run cost`: what 1,000 leads cost in AWS line by line, what each path is billed in transitions, and which limit binds first.
// `npm run cost -- --calls`: each call of DynamoDB of two paths instead.

import { measureAverage } from '../cost/average.ts';
import { billFor, money, sumOf } from '../cost/bill.ts';
import { askedOf, measureCalls, type Told } from '../cost/calls.ts';
import { type Counts, total } from '../cost/count.ts';
import { lakeOf, standingLake } from '../cost/lake.ts';
import { type Limit, limitsFor } from '../cost/limits.ts';
import { measurePaths, measureWorst, SUBMITTED } from '../cost/paths.ts';
import { PRICES } from '../cost/prices.ts';
import { digests, eventMetrics, NOT_IN_THE_BILL, standing } from '../cost/standing.ts';

if (process.argv.includes('--calls')) {
  for (const [path, calls] of await measureCalls()) console.log(callTable(path, calls));
  process.exit();
}

const average = await measureAverage();
const worst = await measureWorst();
const paths = await measurePaths();

console.log(
  `List prices of ${PRICES.region} as of ${PRICES.asOf}, US dollars, without free tiers.`,
);
console.log(
  'Counts are measured offline; times, log bytes and reading are assumed: infra/tools/cost/prices.ts.\n',
);
console.log(billTable(average.counts, average.leads, worst));
const { events } = average.counts;
const lake = lakeOf((events / average.leads) * 1000);
console.log('\nWith the event lake (-c lake=true) on top');
console.log(row(`1,000 leads: ${lake.what}`, money(lake.dollars)));
console.log(row(`a month of ${standingLake().what}`, money(standingLake().dollars)));
console.log('\nA month of a stage in which nothing happens');
for (const { what, dollars } of standing()) console.log(row(what, money(dollars)));
console.log(row('in all', money(standing().reduce((sum, { dollars }) => sum + dollars, 0))));
console.log('\nA month in which much happens adds, besides its leads');
for (const { what, dollars } of [eventMetrics(), digests(100)])
  console.log(row(what, money(dollars)));
console.log(`\nNot in the bill\n  ${NOT_IN_THE_BILL.join('\n  ')}`);
console.log('\nBilled state transitions by path');
for (const [name, { transitions }] of paths)
  console.log(row(name, whole(total(transitions)), shares(transitions)));
console.log(row('the worst life', whole(total(worst.transitions)), shares(worst.transitions)));
const submission = paths.get(SUBMITTED);
if (submission) console.log(limitTable(limitsFor(submission)));

function billTable(counts: Counts, leads: number, worstLife: Counts): string {
  const bill = billFor(counts, leads);
  const worstBill = billFor(worstLife, 1);
  const lines = bill.map(({ what, count, unit, dollars }, index) => {
    const other = worstBill[index];
    return row(
      `${what} (${unit})`,
      whole(count),
      money(dollars),
      whole(other?.count ?? 0),
      money(other?.dollars ?? 0),
    );
  });
  return [
    row('1,000 leads', 'average', '', 'worst life', ''),
    ...lines,
    row('in all', '', money(sumOf(bill)), '', money(sumOf(worstBill))),
  ].join('\n');
}

function callTable(path: string, calls: readonly Told[]): string {
  const sum = (unit: 'read' | 'write') =>
    whole(calls.reduce((units, call) => units + call[unit], 0));
  const lines = calls.map((call, index) => {
    const { step, function: name, operation, read, write } = call;
    const who = `${String(index + 1).padStart(3)} ${step}: ${name} ${operation}`;
    return `  ${who.padEnd(48)} ${whole(read).padStart(4)} ${whole(write).padStart(4)}  ${askedOf(call)}`;
  });
  const heading = `${path}: ${calls.length} calls, ${sum('read')} read units, ${sum('write')} write units`;
  return [heading, ...lines, ''].join('\n');
}

function limitTable(limits: readonly Limit[]): string {
  const lines = limits.map(
    ({ what, asked, given, remedy }) =>
      `  ${asked > given ? 'binds' : 'holds'}  ${whole(asked)} of ${whole(given)}  ${what}\n         ${remedy}`,
  );
  return ['\nAt a million open leads and 1,000 submissions a second', ...lines].join('\n');
}

function shares(transitions: Counts['transitions']): string {
  return Object.entries(transitions)
    .map(([machine, count]) => `${machine} ${count}`)
    .join(', ');
}

function row(what: string, ...cells: readonly string[]): string {
  return `  ${what.padEnd(62)} ${cells.map((cell) => cell.padStart(12)).join(' ')}`;
}

function whole(count: number): string {
  return count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 2 : 0 });
}
