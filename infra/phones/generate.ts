// Writes functions/leads/identity/phones/metadata.ts from libphonenumber-js: npm exec -c 'node infra/phones/generate.ts'. Numbers are
// read and kept in E.164 and never shown in a national format, so the formats stay out: three fifths of the metadata.

import { writeFileSync } from 'node:fs';
import metadata from 'libphonenumber-js/min/metadata';

/** Where a country's formats are, in the order that the library reads. */
const FORMATS = 4;

const countries = Object.fromEntries(
  Object.entries<readonly unknown[]>(metadata.countries).map(([country, fields]) => [
    country,
    withoutFormats(fields),
  ]),
);

const text = JSON.stringify({ ...metadata, countries });
writeFileSync(
  new URL('../../functions/leads/identity/phones/metadata.ts', import.meta.url),
  `// Written by infra/phones/generate.ts. Text, which is parsed when a phone is read: as an object it costs each cold start 4 ms.\nexport const PHONES = ${JSON.stringify(text)};\n`,
);

function withoutFormats(fields: readonly unknown[]): readonly unknown[] {
  return fields.map((field, index) => (index === FORMATS ? 0 : field));
}
