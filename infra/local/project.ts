// What the offline target runs: this project's catalogue and handlers.

import type { LocalCatalog } from './catalog-shape.ts';
import type { CreateFunction, Runtime } from './runtime.ts';

interface Project {
  readonly catalog: LocalCatalog;
  readonly createFunction: CreateFunction;
  /** Brings a small demonstration company, once. */
  readonly demonstrate: (runtime: Runtime) => Promise<void>;
}

export const project: Project = {
  catalog: {
    functions: {},
    workflows: {},
    routes: [],
    rules: [],
    schedules: [],
    tables: [],
    streams: [],
  },
  createFunction: (name) => {
    throw new RangeError(`no function ${name} in the catalogue`);
  },
  demonstrate: async () => {},
};
