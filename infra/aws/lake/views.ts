// What people ask of the lake in Athena: the table of events as rows arrive, and views over it with the reports' definitions. The SQL is what
// Athena and DuckDB both read, so that a test holds it to the reports' own figures.

import { readFileSync } from 'node:fs';
import type { ColumnType } from '../../../functions/reports/tables/columns.ts';
import { eventColumns } from '../../../functions/reports/tables/event-table.ts';

/** As rows arrive, more than once now and then, under the day on which they did. */
export const ARRIVED = 'events_arrived';

export interface LakeColumn {
  readonly name: string;
  /** Of Athena's SQL. */
  readonly type: 'varchar' | 'bigint' | 'boolean' | 'timestamp(3)' | 'date';
}

export interface LakeView {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly LakeColumn[];
}

const types: Readonly<Record<ColumnType, LakeColumn['type']>> = {
  text: 'varchar',
  json: 'varchar',
  instant: 'timestamp(3)',
  day: 'date',
  integer: 'bigint',
  milliseconds: 'bigint',
  'minor units': 'bigint',
  boolean: 'boolean',
};

export const arrivedColumns: readonly LakeColumn[] = eventColumns.map(({ name, type }) => ({
  name,
  type: types[type],
}));

/** Names of the columns by their type, in the order in which the SQL gives them. */
function columns(said: string): readonly LakeColumn[] {
  return said.split(', ').map((one) => {
    const [name = '', type = 'varchar'] = one.split(' ');
    // Codec: the texts below.
    return { name, type: type as LakeColumn['type'] };
  });
}

const asked: Readonly<Record<string, readonly LakeColumn[]>> = {
  entries: columns(
    'lead_id, stage, cycle bigint, entered_at timestamp(3), entered_on date, inferred boolean, of_customer boolean, place bigint',
  ),
  funnel: columns('day date, stage, leads bigint, again bigint, of_customers bigint'),
  funnel_cohort: columns(
    'month date, stage, leads bigint, of_customers bigint, inferred bigint, again bigint',
  ),
  offers: columns(
    'lead_id, offer_id, rep_id, department, offered_at timestamp(3), offered_on date, accept_due_at timestamp(3), contact_due_at timestamp(3), outcome, excused, settled_at timestamp(3), accept_millis bigint, working_millis bigint, contacted_at timestamp(3), contact_working_millis bigint, connected_at timestamp(3)',
  ),
  sla: columns(
    'day date, department, rep_id, offers bigint, answered_in_time bigint, too_late bigint, excused bigint, taken_back bigint, pending bigint, contacted_in_time bigint, contacted_late bigint, not_contacted bigint, connected_in_time bigint',
  ),
};

/** In the order in which they stand on each other; days are those of the zone. */
export function lakeViews(zone: string): readonly LakeView[] {
  return [
    { name: 'events', sql: eachOnce(), columns: arrivedColumns },
    ...Object.entries(asked).map(([name, shown]) => ({
      name,
      sql: readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8').replaceAll('{zone}', zone),
      columns: shown,
    })),
  ];
}

/** The bus brings an event at least once. */
function eachOnce(): string {
  const shown = arrivedColumns.map(({ name, type }) =>
    type === 'timestamp(3)' ? `CAST("${name}" AS timestamp(3)) AS "${name}"` : `"${name}"`,
  );
  return `SELECT ${shown.join(', ')}
FROM (SELECT *, row_number() OVER (PARTITION BY event_id ORDER BY day) AS arrival FROM ${ARRIVED}) AS arrived
WHERE arrival = 1
`;
}
