// Optional fields without a condition at each: an object literal whose members may be undefined, made one that lacks those.

type Present<Fields> = {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<
    Fields[Name],
    undefined
  >;
};

/** The fields that have a value, in their order. Only `undefined` goes: `''`, 0, false and null are values. */
export function present<const Fields extends object>(fields: Fields): Present<Fields> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    // Set like the others it would be the prototype.
    if (name === '__proto__') Object.defineProperty(kept, name, { value, enumerable: true });
    else kept[name] = value;
  }
  // Codec: Object.entries forgets which names there were.
  return kept as Present<Fields>;
}
