// The small company that `npm start` brings: two departments, four reps, two SDRs, a director, and rosters for two years.

import { monthOf } from '../../functions/leads/calendar/local-dates.ts';
import type { Instant } from '../../functions/leads/instant.ts';
import { defaultPolicy } from '../../functions/leads/policy.ts';
import type { Runtime } from './runtime.ts';

/** People one can be on the page at `/`. */
export const people = [
  { sub: 'sdr-fang', groups: ['sdr'], name: 'Fang Min' },
  { sub: 'sdr-gao', groups: ['sdr'], name: 'Gao Yun' },
  { sub: 'rep-chen', groups: ['rep'], name: 'Chen Jie' },
  { sub: 'rep-deng', groups: ['rep'], name: 'Deng Hao' },
  { sub: 'rep-liu', groups: ['rep'], name: 'Liu Yan' },
  { sub: 'rep-zhou', groups: ['rep'], name: 'Zhou Lin' },
  { sub: 'director-wang', groups: ['director'], name: 'Wang Wei' },
  { sub: 'ops-sun', groups: ['ops'], name: 'Sun Li' },
] as const;

const ZONE = 'Asia/Shanghai';

/** Months with a list of reps: whoever plays with the clock must not fall out of them. */
const ROSTERS = 24;

const departments: Readonly<Record<string, string>> = {
  'rep-chen': 'East',
  'rep-deng': 'East',
  'rep-liu': 'North',
  'rep-zhou': 'North',
};

const regions: Readonly<Record<string, readonly string[]>> = {
  East: ['CN-SH', 'CN-JS', 'CN-ZJ'],
  North: ['CN-BJ', 'CN-TJ'],
};

/** What has to be known of a lead before a rep gets it, and before it is an opportunity (A1-3, 4.10). */
const asked = { READY: ['region'], OPPORTUNITY: ['industry'] };

/** Sets the company up through the API, as ops would; a company that is there stays as it is. */
export async function demonstrate(runtime: Runtime): Promise<void> {
  const token = runtime.token('ops-sun', ['ops']);
  const put = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const { status, body: answer } = await runtime.request('PUT', path, { body, token, headers });
    if (status !== 200)
      throw new Error(
        `the demonstration company: PUT ${path} answered ${status} ${JSON.stringify(answer)}`,
      );
  };
  const { body } = await runtime.request('GET', '/v1/reps', { token });
  const reps = (body as { items: readonly unknown[] }).items;
  if (reps.length > 0) return;
  await put(
    '/v1/policy',
    { ...defaultPolicy(), tenant: { zone: ZONE, calendar: 'CN' }, requiredFields: asked },
    { 'if-match': '"0"' },
  );
  for (const [department, covered] of Object.entries(regions)) {
    await put(`/v1/departments/${department}`, {
      regions: covered,
      mode: 'direct',
      directorSub: 'director-wang',
    });
  }
  for (const { sub, groups, name } of people) {
    const [group] = groups;
    if (group !== 'rep' && group !== 'sdr') continue;
    const department = departments[sub] ?? 'Marketing';
    const desk = {
      name,
      email: `${sub}@leadloop.example`,
      department,
      regions: regions[department] ?? [],
      productLines: [],
      calendar: 'CN',
    };
    await put(`/v1/${group}s/${sub}`, desk);
  }
  const repIds = Object.keys(departments);
  for (const month of monthsFrom(runtime.now, ROSTERS))
    await put(`/v1/rosters/${month}`, { repIds });
  await runtime.settled();
}

/** The lists of so many months, this one first, with all reps. */
export async function publishRosters(runtime: Runtime, count: number): Promise<void> {
  const token = runtime.token('ops-sun', ['ops']);
  const body = { repIds: Object.keys(departments) };
  for (const month of monthsFrom(runtime.now, count))
    await runtime.request('PUT', `/v1/rosters/${month}`, { token, body });
}

/** So many months of Shanghai, that of the instant first. */
export function monthsFrom(at: Instant, count: number): string[] {
  const [year = 0, month = 0] = monthOf(ZONE, at).split('-').map(Number);
  return Array.from({ length: count }, (_, index) => {
    const months = year * 12 + month - 1 + index;
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
  });
}
