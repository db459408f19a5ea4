// dynalite 4.0.0 ships no types. Only what dynalite.ts and dynalite-view.ts use is declared.

declare module 'dynalite/actions/*' {
  const action: import('./dynalite.ts').Action;
  export default action;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(data: object, types: object): import('./dynalite.ts').Request;
    checkValidations(data: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*' {
  const validation: import('./dynalite.ts').Validation;
  export default validation;
}

declare module 'dynalite/db/index.js' {
  import type { Item, KeySchema, Table } from './item.ts';

  const db: {
    createKey(item: Item, table: Table): string;
    createIndexKey(item: Item, table: Table, keySchema: KeySchema): string;
    validateKey(key: Item, table: Table): unknown;
    validateItem(item: Item, table: Table): unknown;
    validationError(message: string): Error;
    mapPath(path: readonly (string | number)[], item: Item): unknown;
  };
  export default db;
}

declare module 'dynalite/db/conditionParser.js' {
  const parser: {
    parse(text: string, options: { context: import('./parsed-conditions.ts').Context }): object;
  };
  export default parser;
}
