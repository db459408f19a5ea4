// DuckDB over the files of an export: reads tables by their names, and answers questions in SQL.

import { type DuckDBConnection, DuckDBInstance, type Json } from '@duckdb/node-api';

export interface Duck {
  /** The rows of the last statement; a number that is no whole one of 53 bits comes as text. */
  readonly ask: (sql: string) => Promise<readonly Readonly<Record<string, Json>>[]>;
  readonly close: () => void;
}

/** Files are looked for in this folder. */
export async function openDuck(folder: string): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection: DuckDBConnection = await instance.connect();
  await connection.run(`SET file_search_path = '${folder}'`);
  return {
    async ask(sql) {
      const statements = await connection.extractStatements(sql);
      let rows: Awaited<ReturnType<Duck['ask']>> = [];
      for (let nth = 0; nth < statements.count; nth += 1) {
        const prepared = await statements.prepare(nth);
        rows = (await prepared.runAndReadAll()).getRowObjectsJson();
        prepared.destroySync();
      }
      return rows;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
