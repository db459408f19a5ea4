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
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Codec: Object.entries forgets which names there were.
  return Object.fromEntries(kept) as Present<Fields>;
}
