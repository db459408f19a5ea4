// The events of a lead, folded into what reports know of it (reports.md, 2): one step an event, and the same fact where it changes nothing.

import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import { creditSteps } from './credit-steps.ts';
import type { LeadFact } from './lead-fact.ts';
import { offerSteps } from './offer-steps.ts';
import { opportunitySteps } from './opportunity-steps.ts';
import { stageSteps } from './stage-steps.ts';
import type { Steps } from './steps.ts';

type Step = (fact: LeadFact, event: StoredEvent) => LeadFact;

/** Several parts of a fact may hear the same event, in this order. */
const parts: readonly Steps[] = [stageSteps, offerSteps, opportunitySteps, creditSteps];
const steps: ReadonlyMap<string, readonly Step[]> = byName(parts);

function byName(all: readonly Steps[]): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, Step[]>();
  // Codec: Object.entries forgets which step hears which event.
  for (const part of all)
    for (const [name, step] of Object.entries(part))
      found.set(name, [...(found.get(name) ?? []), step as Step]);
  return found;
}

function unknownLead(leadId: string): LeadFact {
  return {
    kind: 'lead',
    leadId,
    cycle: 1,
    source: {},
    entries: [],
    offers: [],
    opportunities: [],
    credits: [],
    touches: [],
    restated: [],
    policies: [],
  };
}

/** The fact after the event; the same one when reports count nothing by it. */
export function foldLead(before: LeadFact | undefined, event: StoredEvent): LeadFact {
  const was = before ?? unknownLead(event.scope);
  let fact = known(was, event);
  // The event tells of the lead as it is after it: what a ruling replaced is known from before only (A3-13).
  if (event.type === 'SourceAdjudicated')
    fact = { ...fact, originalSource: was.originalSource ?? was.source };
  for (const step of steps.get(event.type) ?? []) fact = step(fact, event);
  return fact;
}

/** What every event tells of its lead. What it does not tell stays as it was: events of before told nothing. */
function known(fact: LeadFact, { about, occurredAt }: StoredEvent): LeadFact {
  if (about === undefined) return fact;
  const { cycle, productLine, region, industry, grade, sdrId, source, expansion } = about;
  const told = {
    cycle: cycle ?? fact.cycle,
    productLine: productLine ?? fact.productLine,
    region: region ?? fact.region,
    industry: industry ?? fact.industry,
    grade: grade ?? fact.grade,
    sdrId: sdrId ?? fact.sdrId,
    expansion: expansion || fact.expansion ? (true as const) : undefined,
    policies: decidedBy(fact.policies, about.policyVersion, occurredAt),
  };
  const sameSource = source === undefined || sameFlat(source, fact.source);
  if (sameSource && sameIn(told, fact)) return fact;
  return present({ ...fact, ...told, source: sameSource ? fact.source : source });
}

function decidedBy(
  known: LeadFact['policies'],
  version: number | undefined,
  at: Instant,
): LeadFact['policies'] {
  if (version === undefined || known.some((one) => one.version === version)) return known;
  return [...known, { version, at }];
}

function sameIn(part: Partial<LeadFact>, whole: LeadFact): boolean {
  // Codec: Object.keys forgets whose keys they are.
  return (Object.keys(part) as (keyof LeadFact)[]).every((key) => part[key] === whole[key]);
}

function sameFlat(one: object, other: object): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Reflect.get(one, key) === Reflect.get(other, key))
  );
}
