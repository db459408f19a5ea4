// How rows are written: Parquet, NDJSON or CSV. The same rows are the same bytes, and however many there are, few are in memory.

import { closeSync, openSync, writeSync } from 'node:fs';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, ColumnType, Value } from '../../../functions/reports/tables/columns.ts';
import { csvLine } from '../csv-line.ts';
import { SCHEMA_VERSION } from './tables.ts';

/** A file that takes rows until it is closed. */
export interface RowFile {
  readonly write: (row: readonly Value[]) => void;
  readonly close: () => void;
}

export type Format = 'parquet' | 'ndjson' | 'csv';

export const formats: Readonly<
  Record<Format, (file: string, columns: readonly Column[]) => RowFile>
> = {
  parquet: parquetFile,
  ndjson: (file, columns) => {
    const names = columns.map(({ name }) => name);
    return lineFile(file, '\n', (row) =>
      JSON.stringify(Object.fromEntries(row.map((value, index) => [names[index], value]))),
    );
  },
  csv(file, columns) {
    const lines = lineFile(file, '\r\n', (row) => csvLine(row.map((value) => value ?? '')));
    lines.write(columns.map(({ name }) => name));
    return lines;
  },
};

/** So many letters wait for the disk. */
const BUFFER = 1 << 20;

function lineFile(file: string, end: string, lineOf: (row: readonly Value[]) => string): RowFile {
  const handle = openSync(file, 'w');
  let waiting = '';
  const flush = () => {
    // A call may take a part only.
    for (let bytes = Buffer.from(waiting); bytes.length > 0; )
      bytes = bytes.subarray(writeSync(handle, bytes));
    waiting = '';
  };
  return {
    write(row) {
      waiting += lineOf(row) + end;
      if (waiting.length > BUFFER) flush();
    },
    close() {
      flush();
      closeSync(handle);
    },
  };
}

/** Rows of one group of a Parquet file: they are kept until there are as many. */
const GROUP = 10_000;

interface Stored {
  readonly type: 'BYTE_ARRAY' | 'INT64' | 'INT32' | 'BOOLEAN';
  readonly converted_type?: 'UTF8' | 'TIMESTAMP_MILLIS' | 'DATE';
  readonly of?: (value: string | number | boolean) => unknown;
}

const asText: Stored = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
const asWhole: Stored = { type: 'INT64', of: BigInt };
const asDate = (value: string | number | boolean) => new Date(String(value));

const stored: Readonly<Record<ColumnType, Stored>> = {
  text: asText,
  json: asText,
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', of: asDate },
  day: { type: 'INT32', converted_type: 'DATE', of: asDate },
  integer: asWhole,
  milliseconds: asWhole,
  'minor units': asWhole,
  boolean: { type: 'BOOLEAN' },
};

function parquetFile(file: string, columns: readonly Column[]): RowFile {
  const leaves = columns.map(({ name, type }) => {
    const { of: _, ...element } = stored[type];
    return { name, ...element, repetition_type: 'OPTIONAL' } as const;
  });
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: [{ name: 'row', num_children: columns.length }, ...leaves],
    createdBy: `leadloop export ${SCHEMA_VERSION}`,
  });
  let waiting: (readonly Value[])[] = [];
  const flush = () => {
    const columnData = columns.map(({ name, type }, index) => {
      const { of = (value) => value } = stored[type];
      const values = waiting.map((row) => row[index] ?? null);
      return { name, data: values.map((value) => (value === null ? null : of(value))) };
    });
    writer.write({ columnData, rowGroupSize: GROUP });
    waiting = [];
  };
  return {
    write(row) {
      waiting.push(row);
      if (waiting.length === GROUP) flush();
    },
    close() {
      if (waiting.length > 0) flush();
      writer.finish();
    },
  };
}
