// Another system calls: an advertising platform's form, or the CRM (api.md, POST /v1/inbound/{source}).

import type * as z from 'zod';
import { Invalid, LeadError } from '../../leads/errors.ts';
import { fieldProblems } from '../../leads/fields.ts';
import { minus, plus } from '../../leads/instant.ts';
import { inOurWords, otherAnswers } from '../../leads/intake/inbound.ts';
import { saidIn } from '../../leads/intake/read-loosely.ts';
import { inboundReceiptId, inboundSecret, isSigned } from '../../leads/intake/signed-request.ts';
import { CrmUpdate } from '../../leads/opportunity/crm-update.ts';
import type { Command, Deps, Receipt } from '../../ports.ts';
import type { Received } from '../answers/customer-answers.ts';
import type { OpportunityDetail } from '../answers/opportunity-answers.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { updateFromCrm } from '../opportunity/update-from-crm.ts';
import { receiveLoosely } from './receive-loosely.ts';

/** Platforms send again for a day or so when they heard no answer. */
const KNOWN_FOR = 'P2D';

interface Inbound {
  readonly source: string;
  /** The header `x-leadloop-signature`. */
  readonly signature: string | undefined;
  /** The body as it came: the signature is over its bytes. */
  readonly text: string;
  readonly body: unknown;
}

/** Refuses what is not signed, and an unknown source in the same words: a stranger learns no names. What comes again gets its first answer. */
export async function receiveInbound(
  deps: Deps,
  command: Command,
  { source, signature, text, body }: Inbound,
): Promise<Received | { readonly atOnce: OpportunityDetail }> {
  const { policy } = await rulesNow(deps);
  const known = Object.hasOwn(policy.inbound, source) ? policy.inbound[source] : undefined;
  const { key = 1, formerKey = key } = known ?? {};
  const signed = [...new Set([key, formerKey])].some((number) =>
    isSigned(
      { header: signature, body: text },
      command.at,
      inboundSecret(source, number, deps.pepper),
    ),
  );
  if (!signed || !known) {
    throw new LeadError(
      `the signature is not of ${source.slice(0, 40)}, or older than five minutes; sign "<epoch seconds>.<body>" with the secret of the source`,
      { code: 'UNAUTHENTICATED' },
    );
  }
  // A form sent twice is one form; an opportunity may well come back to a stage, so only a copy is a repeat.
  const isForm = known.kind === 'submission';
  const id = inboundReceiptId(source, text, isForm ? undefined : signature);
  const kept = await deps.store.receipt(id);
  const repeats = kept && kept.storedAt >= minus(command.at, KNOWN_FOR);
  const receipt = (answer: unknown): Receipt => ({
    id,
    bodyHash: '',
    storedAt: command.at,
    replaces: minus(command.at, KNOWN_FOR),
    keptUntil: plus(command.at, KNOWN_FOR),
    body: answer,
  });
  const said: Command = {
    by: { kind: 'system', sub: source },
    at: command.at,
    requestId: id,
    receipt,
  };
  const ours = () => inOurWords(body, known);
  // Codecs: the receipt keeps what was answered here.
  if (known.kind === 'opportunity') {
    const before = repeats ? (kept.body as OpportunityDetail) : undefined;
    return { atOnce: before ?? (await updateFromCrm(deps, said, parsed(CrmUpdate, ours()))) };
  }
  if (repeats) return kept.body as Received;
  const more = otherAnswers(body, known);
  return receiveLoosely(deps, said, { said: saidIn(ours()), form: known.form ?? source, more });
}

function parsed<Body>(schema: z.ZodType<Body>, ours: unknown): Body {
  const result = schema.safeParse(ours);
  if (result.success) return result.data;
  throw new Invalid(fieldProblems(result.error));
}
