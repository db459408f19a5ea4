import { defineConfig } from 'vitest/config';

// One project a cost level: `npm test` runs the quick ones; `.ci/run` runs them all.
const project = (name: string, include: string[], options: object = {}) => ({
  test: { name, include, ...options },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('contract', ['test/contract/**/*.test.ts']),
      project('infra', ['test/infra/**/*.test.ts']),
      project('workflow', ['test/workflow/**/*.test.ts'], { testTimeout: 30_000 }),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 120_000 }),
    ],
  },
});
