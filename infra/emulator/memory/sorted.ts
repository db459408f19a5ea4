// Lists that are kept in order: most of what is added belongs at their end.

/** How many of the list come before the place: those for which it says so stand in front of those for which it does not. */
export function before<T>(list: readonly T[], isBefore: (one: T) => boolean): number {
  const last = list.at(-1);
  if (last === undefined || isBefore(last)) return list.length;
  let [from, to] = [0, list.length - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    // The index is within the list.
    if (isBefore(list[middle] as T)) from = middle + 1;
    else to = middle;
  }
  return from;
}
