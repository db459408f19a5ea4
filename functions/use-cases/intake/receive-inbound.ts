// Another system calls: an advertising platform's form, or the CRM (api.md, POST /v1/inbound/{source}).

import type * as z from 'zod';
import { Invalid, LeadError } from '../../leads/errors.ts';
import { fieldProblems } from '../../leads/fields.ts';
import { submissionIdOf } from '../../leads/ids.ts';
import { type Instant, minus, plus } from '../../leads/instant.ts';
import {
  isGoogles,
  isMetas,
  isTestLead,
  leadIdIn,
  metaChallenge,
  metaLeads,
} from '../../leads/intake/ad-platform.ts';
import { type InboundSource, inOurWords, otherAnswers } from '../../leads/intake/inbound.ts';
import { saidIn } from '../../leads/intake/read-loosely.ts';
import { inboundReceiptId, inboundSecret, isSigned } from '../../leads/intake/signed-request.ts';
import { CrmUpdate } from '../../leads/opportunity/crm-update.ts';
import type { Command, Deps, Receipt } from '../../ports.ts';
import type { AdLeads, Received } from '../answers/customer-answers.ts';
import type { OpportunityDetail } from '../answers/opportunity-answers.ts';
import { answeredBefore } from '../commit/answered-before.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { updateFromCrm } from '../opportunity/update-from-crm.ts';
import { fetchMetaLead } from './fetch-meta-lead.ts';
import { receiveLoosely } from './receive-loosely.ts';

/** Platforms send again for a day or so when they heard no answer. */
const KNOWN_FOR = 'P2D';
/** By its own id a lead is known for longer: a company may have its platform send a month again. */
const LEAD_KNOWN_FOR = 'P366D';

interface Inbound {
  readonly source: string;
  readonly header: (name: string) => string | undefined;
  /** The body as it came: signatures are over its bytes. */
  readonly text: string;
  readonly body: unknown;
}

interface Call extends Inbound {
  readonly known: InboundSource;
  /** The secrets that count now, made of the deployment's. */
  readonly secrets: readonly string[];
}

/** 200 where a platform waits for exactly that. */
type Taken = Received | { readonly atOnce: Received | AdLeads | OpportunityDetail };

interface Kind {
  readonly isTheirs: (deps: Deps, call: Call, at: Instant) => boolean;
  readonly take: (deps: Deps, command: Command, call: Call) => Promise<Taken>;
}

const KINDS: Readonly<Record<InboundSource['kind'], Kind>> = {
  hmac: {
    isTheirs: (_deps, { header, text, secrets }, at) => {
      const signed = { header: header('x-leadloop-signature'), body: text };
      return secrets.some((secret) => isSigned(signed, at, secret));
    },
    take: (deps, command, call) =>
      call.known.brings === 'opportunity'
        ? takeUpdate(deps, command, call)
        : takeForm(deps, command, call, inboundReceiptId(call.source, call.text), KNOWN_FOR),
  },
  google: {
    isTheirs: (_deps, { body, secrets }) => isGoogles(body, secrets),
    take: async (deps, command, call) => {
      const { source, body, text } = call;
      const id = inboundReceiptId(source, leadIdIn(body) ?? text);
      return { atOnce: await takeForm(deps, command, call, id, LEAD_KNOWN_FOR) };
    },
  },
  meta: {
    isTheirs: ({ metaForms }, { source, header, text, secrets }) => {
      const ofApp = metaForms.appSecret(source);
      const signed = { header: header('x-hub-signature-256'), body: text };
      return isMetas(signed, ofApp === undefined ? secrets : [ofApp]);
    },
    take: takeMetaLeads,
  },
};

/** Refuses what is not signed, and an unknown source in the same words: a stranger learns no names. What comes again gets its first answer. */
export async function receiveInbound(
  deps: Deps,
  command: Command,
  inbound: Inbound,
): Promise<Taken> {
  const call = await callOf(deps, inbound);
  const kind = call && KINDS[call.known.kind];
  if (!call || !kind?.isTheirs(deps, call, command.at)) throw notTheirs(inbound.source);
  const said: Command = { ...command, by: { kind: 'system', sub: inbound.source } };
  return kind.take(deps, said, call);
}

/**
 * What a call is answered that has to wait: whether it is theirs is seen when it is taken up. A platform hears that it was taken, and a
 * system that signs as we do the name that its form will have.
 */
export function promisedInbound({
  at,
  params,
  text,
  header,
}: {
  readonly at: Instant;
  readonly params: Readonly<Record<string, string>>;
  readonly text: string;
  readonly header: Inbound['header'];
}): Taken {
  if (header('x-leadloop-signature') === undefined) return { atOnce: { received: [] } };
  const requestId = inboundReceiptId(String(params.source), text);
  return { submissionId: submissionIdOf(at, requestId), receivedAt: at };
}

/** Meta asks whether we are who subscribed, before it sends anything: the token is the source's secret. */
export async function answerMeta(
  deps: Deps,
  { source, query }: { readonly source: string; readonly query: unknown },
): Promise<string> {
  const call = await callOf(deps, { source, header: () => undefined, text: '', body: undefined });
  const challenge = call?.known.kind === 'meta' ? metaChallenge(query, call.secrets) : undefined;
  if (challenge === undefined) throw notTheirs(source);
  return challenge;
}

async function callOf(deps: Deps, inbound: Inbound): Promise<Call | undefined> {
  const { source } = inbound;
  const { policy } = await rulesNow(deps);
  const known = Object.hasOwn(policy.inbound, source) ? policy.inbound[source] : undefined;
  if (!known) return undefined;
  const { key = 1, formerKey = key } = known;
  const secrets = [...new Set([key, formerKey])].map((number) =>
    inboundSecret(source, number, deps.pepper),
  );
  return { ...inbound, known, secrets };
}

function notTheirs(source: string): LeadError {
  return new LeadError(
    `the call is not of ${source.slice(0, 40)}, or older than five minutes; sign "<epoch seconds>.<body>" with the secret of the source, or bring it as its platform does`,
    { code: 'UNAUTHENTICATED' },
  );
}

/** An opportunity may well come back to a stage, so only a copy is a repeat: the same signature over the same body. */
async function takeUpdate(
  deps: Deps,
  command: Command,
  { source, known, body, text, header }: Call,
): Promise<Taken> {
  const id = inboundReceiptId(source, text, header('x-leadloop-signature'));
  return once(deps, command, { id, known: KNOWN_FOR }, async (said) => ({
    atOnce: await updateFromCrm(deps, said, parsed(CrmUpdate, inOurWords(body, known))),
  }));
}

/** A form sent twice is one form. */
async function takeForm(
  deps: Deps,
  command: Command,
  { source, known, body }: Pick<Call, 'source' | 'known' | 'body'>,
  id: string,
  knownFor: string,
): Promise<Received> {
  const form = {
    said: saidIn(inOurWords(body, known)),
    form: known.form ?? source,
    more: otherAnswers(body, known),
    isTest: isTestLead(body),
  };
  return once(deps, command, { id, known: knownFor }, (said) => receiveLoosely(deps, said, form));
}

/** Each lead that the call names, one by one. One that cannot be fetched makes Meta send the whole call again: the others are known by then. */
async function takeMetaLeads(deps: Deps, command: Command, call: Call): Promise<Taken> {
  const { source, known } = call;
  const received: Received[] = [];
  const late: string[] = [];
  for (const leadgenId of metaLeads(call.body)) {
    const id = inboundReceiptId(source, leadgenId);
    const replaces = minus(command.at, LEAD_KNOWN_FOR);
    const before = await answeredBefore<Received>(deps.store, { id, replaces });
    const body = before ? undefined : await fetchMetaLead(deps, command, source, leadgenId);
    if (before) received.push(before);
    else if (body === undefined) late.push(leadgenId);
    else received.push(await takeForm(deps, command, { source, known, body }, id, LEAD_KNOWN_FOR));
  }
  if (late.length > 0)
    throw new LeadError(`${late.join(', ')} could not be fetched; send it again later`, {
      code: 'TOO_MANY_REQUESTS',
    });
  return { atOnce: { ...received[0], received } };
}

interface Known {
  readonly id: string;
  /** How long, as an ISO-8601 duration. */
  readonly known: string;
}

/** Does it, and keeps the answer with what was done; what comes again gets that answer. */
async function once<Answer>(
  deps: Deps,
  command: Command,
  call: Known,
  act: (said: Command) => Promise<Answer>,
): Promise<Answer> {
  const { id, known } = call;
  const { at } = command;
  const replaces = minus(at, known);
  const receipt = (body: unknown): Receipt => ({
    id,
    bodyHash: '',
    storedAt: at,
    replaces,
    keptUntil: plus(at, known),
    body,
  });
  return (
    (await answeredBefore<Answer>(deps.store, { id, replaces })) ??
    act({ ...command, requestId: id, receipt })
  );
}

function parsed<Body>(schema: z.ZodType<Body>, ours: unknown): Body {
  const result = schema.safeParse(ours);
  if (result.success) return result.data;
  throw new Invalid(fieldProblems(result.error));
}
