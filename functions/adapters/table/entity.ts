// Keys and conditions of ElectroDB's models, without ElectroDB: its 230 kB were a third of every bundle and of its import
// (infra/decisions/0020). The models are written as ElectroDB takes them, and a test holds every parameter to what it makes.

interface Attribute {
  readonly type: 'string' | 'number';
  readonly required?: true;
  readonly padding?: { readonly length: number; readonly char: string };
}

interface KeyPart {
  readonly field: string;
  readonly composite: readonly string[];
  /** Keys keep the letters of their values. */
  readonly casing: 'none';
}

type Item = Readonly<Record<string, unknown>>;

interface Index {
  /** The index's name; the table's own keys without it. */
  readonly index?: string;
  /** An item is in a sparse index only when this holds. */
  readonly condition?: (item: never) => boolean;
  readonly pk: KeyPart;
  readonly sk: KeyPart;
}

interface Model<Name extends string> {
  readonly model: { readonly service: string; readonly entity: string; readonly version: string };
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly indexes: Readonly<Record<Name, Index>>;
}

/** What becomes the input of one call. */
export interface Parameters_ {
  params(options: { readonly table: string }): Record<string, unknown>;
}

/** Attributes as a condition sees them, and what may be compared. */
type Where = (
  attributes: { readonly version: unknown },
  compare: { eq(attribute: unknown, value: number): string },
) => string;
interface Conditional extends Parameters_ {
  where(condition: Where): Parameters_;
}
interface Query extends Parameters_ {
  between(from: Item, to: Item): Parameters_;
}

/** One kind of item of the table. `params` answers what the document client is sent; nothing is sent from here. */
export class Entity<Name extends string> {
  readonly query: { readonly [K in Name]: (key: Item) => Query };
  /** As ElectroDB takes it. */
  readonly declaration: Model<Name>;
  readonly #own: Index;

  constructor(model: Model<Name>) {
    this.declaration = model;
    const indexes = Object.entries(model.indexes) as [Name, Index][];
    const own = indexes.find(([, { index }]) => index === undefined)?.[1];
    if (!own)
      throw new TypeError(`${model.model.entity} has no keys of the table's own; declare an index`);
    this.#own = own;
    // Codec: Object.fromEntries forgets which names its entries had.
    this.query = Object.fromEntries(
      indexes.map(([name, index]) => [name, (key: Item) => this.#query(index, key)]),
    ) as { readonly [K in Name]: (key: Item) => Query };
  }

  /** Puts the item if none has its keys. */
  create(item: Item): Parameters_ {
    const { pk, sk } = this.#own;
    return withTable({
      Item: this.#item(item),
      ConditionExpression: 'attribute_not_exists(#pk) AND attribute_not_exists(#sk)',
      ExpressionAttributeNames: { '#pk': pk.field, '#sk': sk.field },
    });
  }

  put(item: Item): Conditional {
    return conditional({ Item: this.#item(item) });
  }

  delete(key: Item): Conditional {
    return conditional({ Key: this.#keys(this.#own, key) });
  }

  get(key: Item): Parameters_ {
    return withTable({ Key: this.#keys(this.#own, key) });
  }

  #item(item: Item): Item {
    const { attributes, model, indexes } = this.declaration;
    const known = Object.entries(attributes).flatMap(([name, { required }]) => {
      const value = item[name];
      if (required && value === undefined)
        throw new TypeError(`${model.entity} needs ${name}; give it a value`);
      return value === undefined ? [] : [[name, value] as const];
    });
    const keys = Object.values<Index>(indexes)
      // Codec: a condition's parameter is its own model's item.
      .filter(({ condition }) => condition?.(item as never) ?? true)
      .map((index) => this.#keys(index, item));
    return Object.assign(Object.fromEntries(known), ...keys, {
      __edb_e__: model.entity,
      __edb_v__: model.version,
    });
  }

  #keys({ pk, sk }: Index, item: Item): Item {
    return {
      [pk.field]: this.#text(this.#pkPrefix, pk.composite, item),
      [sk.field]: this.#text(this.#skPrefix, sk.composite, item),
    };
  }

  get #pkPrefix(): string {
    return `$${this.declaration.model.service}`;
  }

  get #skPrefix(): string {
    return `$${this.declaration.model.entity}_${this.declaration.model.version}`;
  }

  #text(prefix: string, composite: readonly string[], item: Item): string {
    const parts = composite.map((name) => {
      if (item[name] === undefined)
        throw new TypeError(
          `a key of ${this.declaration.model.entity} needs ${name}; give it a value`,
        );
      return `#${name}_${this.#padded(name, item[name])}`;
    });
    return prefix + parts.join('');
  }

  #padded(name: string, value: unknown): string {
    const padding = this.declaration.attributes[name]?.padding;
    return padding ? String(value).padStart(padding.length, padding.char) : String(value);
  }

  /** The sort key's text as far as the fields go. */
  #given(composite: readonly string[], key: Item): string {
    const missing = composite.findIndex((name) => key[name] === undefined);
    const given = missing < 0 ? composite : composite.slice(0, missing);
    return this.#text(this.#skPrefix, given, key);
  }

  #query({ index, pk, sk }: Index, key: Item): Query {
    const asked = (condition: string, values: Item) =>
      withTable({
        KeyConditionExpression: `#pk = :pk and ${condition}`,
        ExpressionAttributeNames: { '#pk': pk.field, '#sk1': sk.field },
        ExpressionAttributeValues: {
          ':pk': this.#text(this.#pkPrefix, pk.composite, key),
          ...values,
        },
        ...(index === undefined ? {} : { IndexName: index }),
      });
    const given = this.#given(sk.composite, key);
    const missing = sk.composite.find((name) => key[name] === undefined);
    const all =
      missing === undefined
        ? asked('#sk1 = :sk1', { ':sk1': given })
        : asked('begins_with(#sk1, :sk1)', { ':sk1': `${given}#${missing}_` });
    return {
      ...all,
      between: (from, to) =>
        asked('#sk1 BETWEEN :sk1 AND :sk2', {
          ':sk1': this.#given(sk.composite, { ...key, ...from }),
          ':sk2': this.#given(sk.composite, { ...key, ...to }),
        }),
    };
  }
}

function withTable(made: Record<string, unknown>): Parameters_ {
  return { params: ({ table }) => ({ ...made, TableName: table }) };
}

function conditional(made: Record<string, unknown>): Conditional {
  return {
    ...withTable(made),
    where(condition) {
      let compared: number | undefined;
      const expression = condition(
        { version: '#version' },
        {
          eq: (attribute, value) => {
            compared = value;
            return `${attribute} = :version0`;
          },
        },
      );
      return withTable({
        ...made,
        ConditionExpression: expression,
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version0': compared },
      });
    },
  };
}
