// People of the demonstration company who take one lead through its life, each step an API request.

import { demonstrate, people, publishRosters } from '../../local/demonstration.ts';
import { project, withoutDigests } from '../../local/project.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { goodAnswers, goodCall, goodForm } from '../good-lead.ts';
import { STORY_START } from '../story/stage.ts';
import { type Counter, countWork } from './count.ts';

export interface Offered {
  readonly offerId: string;
  readonly repId: string;
}

export interface Desk {
  readonly runtime: Runtime;
  readonly counter: Counter;
  /** Sends a form, and asks whose lead it is. */
  submit(name: string): Promise<string>;
  /** The submission of a form that is sent. */
  send(name: string): Promise<string>;
  leadOf(submissionId: string): Promise<string>;
  take(leadId: string): Promise<void>;
  /** An SDR calls and hands over; the router offers. */
  handOver(leadId: string): Promise<void>;
  offer(leadId: string): Promise<Offered | undefined>;
  state(leadId: string): Promise<string>;
  as(sub: string, group: string, method: string, path: string, body?: object): Promise<unknown>;
}

/** Opens the company, with everybody on the lists of the next years; nothing of that is counted. */
export async function openDesk(): Promise<Desk> {
  const runtime = await startRuntime({
    ...project,
    // They go to people, not to leads: standing.ts has them.
    catalog: withoutDigests(project.catalog),
    clock: { mode: 'manual', start: STORY_START },
    tickEvery: 'PT1H',
  });
  await demonstrate(runtime);
  await joinDepartments(runtime);
  await publishRosters(runtime, 36);
  const counter = countWork(runtime);
  const as: Desk['as'] = async (sub, group, method, path, body) => {
    const token = runtime.token(sub, [group]);
    const answer = await runtime.request(method, path, { token, ...(body ? { body } : {}) });
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    await runtime.settled();
    return answer.body;
  };
  const send: Desk['send'] = async (name) => {
    const person = { name, email: `${name}@${name}.example` };
    const form = goodForm({ person, company: { industry: 'logistics' } });
    const { body } = await runtime.request('POST', '/v1/submissions', { body: form });
    await runtime.settled();
    // Codec: the contract of api.md for this route.
    return (body as { submissionId: string }).submissionId;
  };
  const leadOf: Desk['leadOf'] = async (submissionId) => {
    const known = await as('ops-sun', 'ops', 'GET', `/v1/submissions/${submissionId}`);
    // Codec: the contract of api.md for this route.
    return (known as { leadId: string }).leadId;
  };
  // Looks of the script itself are no request of anybody's.
  const look = (leadId: string) => read(runtime, leadId);
  return {
    runtime,
    counter,
    as,
    send,
    leadOf,
    async submit(name) {
      return leadOf(await send(name));
    },
    async take(leadId) {
      await as('sdr-fang', 'sdr', 'POST', `/v1/leads/${leadId}/take`);
    },
    async handOver(leadId) {
      await as('sdr-fang', 'sdr', 'POST', `/v1/leads/${leadId}/activities`, goodCall);
      await as('sdr-fang', 'sdr', 'POST', `/v1/leads/${leadId}/qualification`, goodAnswers);
    },
    async offer(leadId) {
      return (await look(leadId)).offers.find(({ status }) => status === 'PENDING');
    },
    async state(leadId) {
      return (await look(leadId)).lead.state;
    },
  };
}

interface Seen {
  readonly lead: { readonly state: string };
  readonly offers: readonly (Offered & { readonly status: string })[];
}

async function read(runtime: Runtime, leadId: string): Promise<Seen> {
  const token = runtime.token('director-wang', ['director']);
  const { body } = await runtime.request('GET', `/v1/leads/${leadId}`, { token });
  // Codec: the contract of api.md for this route.
  const lead = body as Seen['lead'] & Pick<Seen, 'offers'>;
  return { lead, offers: lead.offers };
}

/** All reps in one department: a lead may be refused more than once before nobody is left. */
async function joinDepartments(runtime: Runtime): Promise<void> {
  const token = runtime.token('ops-sun', ['ops']);
  for (const { sub, name, groups } of people) {
    if (groups[0] !== 'rep') continue;
    const rep = {
      name,
      email: `${sub}@leadloop.example`,
      department: 'East',
      regions: ['CN-SH'],
      productLines: [],
      calendar: 'CN',
    };
    await runtime.request('PUT', `/v1/reps/${sub}`, { token, body: rep });
  }
}
