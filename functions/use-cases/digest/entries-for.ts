// What one digest tells its reader: what waits for each of the parts that he has, and in the weekly one the agenda and the figures.

import { startOfDay } from '../../leads/calendar/local-dates.ts';
import type { Desk } from '../../leads/desk/desk.ts';
import {
  type Entry,
  silentOnes,
  waitsForDirector,
  waitsForRep,
  waitsForSdr,
} from '../../leads/digest/digest.ts';
import type { DigestDay } from '../../leads/digest/digest-day.ts';
import { type Part, partsIn, type Recipient } from '../../leads/digest/recipients.ts';
import type { Lead } from '../../leads/lead.ts';
import type { At } from '../../leads/rules.ts';
import { coversRegion, isSameLine } from '../../leads/scopes.ts';
import type { Store } from '../../ports.ts';
import type { AgendaItem } from '../../reports/figures/agenda.ts';
import type { WeekInFigures } from './week-in-figures.ts';
import type { WhatWaits } from './what-waits.ts';

/** One run of the schedule: what was read for one reader serves the next. */
export interface Run extends At {
  readonly store: Pick<Store, 'record'>;
  readonly desk: Desk;
  readonly waits: WhatWaits;
  readonly week: WeekInFigures;
}

export async function entriesFor(
  reader: Recipient,
  due: DigestDay,
  run: Run,
): Promise<readonly Entry[]> {
  const parts = partsIn(reader, due.digest);
  const waiting = await Promise.all(parts.map((part) => waitsFor(part, run)));
  if (due.digest === 'daily') return waiting.flat();
  const { since, day, until } = due;
  const [from, to] = [startOfDay(reader.zone, since), startOfDay(reader.zone, day)];
  const items = (await run.week.agenda({ since, until })).filter(({ at }) => from <= at && at < to);
  const agenda = parts.flatMap((part) => items.filter((item) => isHis(part, item)).map(entryOf));
  const leads = parts.some(({ kind }) => kind === 'director');
  return [
    ...waiting.flat(),
    ...agenda,
    ...(leads ? await run.week.headlines({ since, until }) : []),
  ];
}

async function waitsFor(part: Part, run: Run): Promise<readonly Entry[]> {
  const { waits, store, desk } = run;
  switch (part.kind) {
    case 'rep': {
      const { repId } = part.rep;
      const [pending, accepted, opportunities, record] = await Promise.all([
        waits.pendingOf(repId),
        waits.acceptedOf(repId),
        waits.opportunitiesOf(repId),
        store.record(repId),
      ]);
      return waitsForRep({ pending, accepted, opportunities, rep: part.rep, record }, run);
    }
    case 'sdr': {
      const { sdrId, regions, productLines } = part.sdr;
      const [working, queue] = await Promise.all([waits.workedBy(sdrId), waits.queue()]);
      return waitsForSdr(
        working,
        queue.filter(
          ({ region, productLine }) =>
            coversRegion(regions, region) && sells(productLines, productLine),
        ),
      );
    }
    case 'director': {
      const ofDepartment = repsOf(desk, part.department);
      const [choices, disputes, ...opportunities] = await Promise.all([
        waits.choices(),
        waits.disputes(),
        ...ofDepartment.map((repId) => waits.opportunitiesOf(repId)),
      ]);
      return [
        ...waitsForDirector(
          choices.filter((lead) => isAsked(part.department, lead, desk)),
          disputes.filter(({ repId }) => ofDepartment.includes(repId)),
        ),
        ...silentOnes(opportunities.flat()),
      ];
    }
    default:
      throw new TypeError(`nothing waits for ${JSON.stringify(part satisfies never)}; add it here`);
  }
}

/** None named are all. */
function sells(productLines: readonly string[], productLine: string): boolean {
  return productLines.length === 0 || productLines.some((one) => isSameLine(one, productLine));
}

function repsOf({ reps }: Desk, department: string): readonly string[] {
  return reps.filter((rep) => rep.department === department).map(({ repId }) => repId);
}

/** Whose reps he may choose from; with nobody to choose, who covers the region; where nobody does, each director. */
function isAsked(department: string, lead: Lead, { reps, departments }: Desk): boolean {
  const [choice] = lead.directorChoices ?? [];
  const chosen = reps.find(({ repId }) => repId === choice);
  if (chosen) return chosen.department === department;
  const covering = departments.filter(
    ({ regions }) => regions.length > 0 && coversRegion(regions, lead.region),
  );
  return covering.length === 0 || covering.some(({ departmentId }) => departmentId === department);
}

function isHis(part: Part, item: AgendaItem): boolean {
  switch (part.kind) {
    case 'rep':
      return item.repId === part.rep.repId;
    case 'sdr':
      return item.sdrId === part.sdr.sdrId;
    case 'director':
      return item.department === part.department;
    default:
      throw new TypeError(`no agenda for ${JSON.stringify(part satisfies never)}; add it here`);
  }
}

function entryOf({ what, leadId, reason, repId, sdrId = '-', disputed }: AgendaItem): Entry {
  const dispute = disputed ?? 'none';
  return ['agenda', { name: what, lead: leadId, reason, repId, sdrId, dispute }];
}
