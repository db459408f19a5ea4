// How much memory a process with 10,000 open executions takes, as `npm start` runs it: leads that wait for an SDR, kept on disk.

import { keepHeapSmall } from '../../local/heap.ts';
import { inFolder, openCompany, resident } from './bench-company.ts';

const OPEN = 10_000;
const MEGABYTE = 1024 * 1024;

/** Resident megabytes before and after. Run with --expose-gc for a settled heap. */
export function measureOpenExecutions(): Promise<object> {
  keepHeapSmall();
  return inFolder(measureIn);
}

async function measureIn(folder: string): Promise<object> {
  const runtime = await openCompany(folder);
  const before = resident();
  for (let n = 0; n < OPEN; n += 1) {
    await runtime.request('POST', '/v1/submissions', {
      body: {
        form: 'demo-request',
        person: { name: `Person ${n}`, email: `person${n}@company${n}.example` },
        interest: { handRaise: 'demo' },
        consent: { privacyPolicy: '2026-01', email: true },
      },
    });
    if (n % 100 === 0) await runtime.settled();
  }
  await runtime.settled();
  const after = resident();
  const result = {
    openExecutions: OPEN,
    residentMegabytes: { before, after },
    heapMegabytes: Math.round(process.memoryUsage().heapUsed / MEGABYTE),
    failures: runtime.failures.length,
  };
  await runtime.stop();
  return result;
}
