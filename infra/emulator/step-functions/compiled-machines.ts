// Definitions that this process has compiled: each company of a test, and each world of a simulation, has the same ones.

import { compileMachine } from '../asl/interpreter.ts';

type Machine = ReturnType<typeof compileMachine>;

/** Whoever updates machines again and again shall not fill the memory. */
const MOST = 100;

const machines = new Map<string, Machine>();

/** Throws DefinitionError. */
export function compiledOf(definition: string): Machine {
  const known = machines.get(definition);
  if (known) return known;
  const machine = compileMachine(definition);
  if (machines.size >= MOST) machines.clear();
  machines.set(definition, machine);
  return machine;
}
