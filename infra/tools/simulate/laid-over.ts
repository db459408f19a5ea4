// Parts of a document laid over it, as people write only what is to be otherwise.

export type Sections = Readonly<Record<string, unknown>>;

export function isSection(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sections are laid over each other; a list takes the place of a list. */
export function laidOver(before: unknown, over: unknown): unknown {
  if (!isSection(before) || !isSection(over)) return over;
  const laid = Object.entries(over).map(([name, value]) => [name, laidOver(before[name], value)]);
  return { ...before, ...Object.fromEntries(laid) };
}
