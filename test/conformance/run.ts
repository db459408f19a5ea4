import { fileURLToPath } from 'node:url';
import { type Case, readCases } from './cases.ts';
import { compare } from './compare.ts';
import { execute } from './execute.ts';

// `CONFORMANCE_CASES=DIR npm run test:conformance`: runs recorded executions and prints every difference.

const SHARED = fileURLToPath(new URL('../../../shared/conformance', import.meta.url));

async function differences(given: Case): Promise<string[]> {
  try {
    return compare(given, await execute(given));
  } catch (problem) {
    return [problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem)];
  }
}

let passed = 0;
let failed = 0;
for (const given of readCases(process.env.CONFORMANCE_CASES ?? SHARED)) {
  const found = await differences(given);
  if (found.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${given.name}`);
    for (const line of found) console.log(`  ${line}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
