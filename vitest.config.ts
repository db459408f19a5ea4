import { defineConfig } from 'vitest/config';

/** What a test may take, its hooks may: a company is opened in one. */
const patience = (millis: number) => ({ testTimeout: millis, hookTimeout: millis });

/** What takes a second or more by nature: kills, replays of months, bills, expressions that never end. */
const LONG = 'test/**/*.long.test.ts';

/** A tenth of the scenarios, which run over DynamoDB's protocol, too: those that race, page, erase and merge most (decision 0031). */
const TENTH =
  'test/workflow/{races,cycles,merge,erasure,import,list-leads,opportunity,set-aside}.test.ts';

// One project a cost level: `npm test` runs the quick ones; `.ci/run` runs them all.
const project = (name: string, include: string[], options: object = {}) => ({
  // Test files share the modules of their worker: none keeps state in one, and loading them again took a third of the time.
  // None is timed: a busy machine may take long over any of them.
  test: { name, include, exclude: [LONG], isolate: false, ...patience(30_000), ...options },
});

export default defineConfig({
  test: {
    // The main process only waits: both cores may work.
    maxWorkers: 2,
    projects: [
      // `npm test`: the four that follow in one, since each project loads the product anew.
      project('quick', ['test/{unit,contract,workflow,property}/**/*.test.ts'], patience(120_000)),
      project('unit', ['test/unit/**/*.test.ts']),
      project('contract', ['test/contract/**/*.test.ts']),
      // Templates, and what README and runbook say of them: half a minute, so `npm test` leaves them to `npm run test:infra`.
      project('infra', ['test/infra/**/*.test.ts']),
      project('workflow', ['test/workflow/**/*.test.ts']),
      project('protocol', [TENTH], { env: { ON_PROTOCOL: '1' } }),
      project('long', [LONG], { ...patience(60_000), exclude: [] }),
      // Every report reckoned anew by SQL: minutes, so `npm run test:oracle` has it.
      project('oracle', ['test/oracle/**/*.test.ts'], patience(300_000)),
      // Worlds of policy replays, on threads of their own: minutes, so `npm run test:simulation` has it.
      project('simulation', ['test/simulation/**/*.test.ts'], patience(1_500_000)),
      project('property', ['test/property/**/*.test.ts'], patience(120_000)),
    ],
  },
});
