import type { Json } from './types.ts';

/** Whether a value has objects or arrays inside each other beyond so many levels. */
export function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}
