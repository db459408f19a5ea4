// What was answered in a lead form of Meta, which names the lead only. When it cannot be fetched, ops are told: after a day and a half Meta stops asking.

import type { Message } from '../../leads/decision.ts';
import { isTestLead } from '../../leads/intake/ad-platform.ts';
import { type Command, type Deps, system } from '../../ports.ts';
import { answeredBefore, receiptOf } from '../commit/answered-before.ts';
import { toldEvents } from '../commit/told-events.ts';

/** Ops hear of one lead once. */
const TOLD_FOR = 'P2D';

/** The lead as Meta has it; undefined when it cannot be fetched now. */
export async function fetchMetaLead(
  deps: Deps,
  command: Command,
  source: string,
  leadgenId: string,
): Promise<unknown> {
  const named = { leadgen_id: leadgenId };
  // Meta's own test names a lead that is not there.
  if (isTestLead(named)) return named;
  try {
    return { ...named, ...Object(await deps.metaForms.lead(source, leadgenId)) };
  } catch (error) {
    await tellOps(deps, command, { source, leadgenId, why: String(error).slice(0, 200) });
    return undefined;
  }
}

async function tellOps(
  { store }: Deps,
  { at, requestId }: Command,
  { source, leadgenId, why }: { source: string; leadgenId: string; why: string },
): Promise<void> {
  const id = `inbound|${source}|${leadgenId}|unfetched`;
  const told = receiptOf(id, { at, within: TOLD_FOR });
  if (await answeredBefore(store, told)) return;
  const message: Message = {
    id,
    to: 'group:ops',
    says: { name: 'metaLeadLate', source, leadgenId, why },
  };
  const fact = { type: 'MetaLeadLate' as const, data: { source, leadgenId } };
  await store.commit({
    scope: `inbound_${source}_${leadgenId}`,
    changes: [],
    events: toldEvents([fact], system(at, requestId), { messages: [message] }),
    receipt: told,
  });
}
