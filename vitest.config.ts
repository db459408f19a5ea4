import { defineConfig } from 'vitest/config';

// One project a cost level: `npm test` runs the quick ones; `.ci/run` runs them all.
const project = (name: string, include: string[], options: object = {}) => ({
  // Test files share the modules of their worker: none keeps state in one, and loading them again took a third of the time.
  // None is timed: a busy machine may take long over any of them.
  test: { name, include, isolate: false, testTimeout: 30_000, ...options },
});

export default defineConfig({
  test: {
    // The main process only waits: both cores may work.
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('contract', ['test/contract/**/*.test.ts']),
      project('infra', ['test/infra/**/*.test.ts']),
      project('workflow', ['test/workflow/**/*.test.ts']),
      // Measures what the README says a lead costs: a quarter of a minute, so `.ci/run` alone does it.
      project('cost', ['test/cost/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 120_000 }),
    ],
  },
});
