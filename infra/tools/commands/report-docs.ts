// `npm run report-docs` writes docs/reports.md: what each report answers and how, with an example.

import { writeFile } from 'node:fs/promises';
import { reportsText } from '../report/reports-document.ts';

await writeFile(new URL('../../../docs/reports.md', import.meta.url), await reportsText());
