// How history is kept small: ten thousand open executions with all their events must fit into memory. Events repeat the same
// words, and a chunk alone is too short to learn them, so compression starts from a dictionary of them.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { HistoryEvent } from '../asl/types.ts';

/** What is stored rests on it: never change it. Most frequent last. */
const DICTIONARY = Buffer.from(
  [
    '"type":"ExecutionFailed","executionFailedEventDetails":{"error":"',
    '"type":"ExecutionSucceeded","executionSucceededEventDetails":{"output":"',
    '"type":"ExecutionStarted","executionStartedEventDetails":{"input":"',
    '"roleArn":"arn:aws:iam::000000000000:role/offline"}},{"id":',
    '"type":"TaskFailed","taskFailedEventDetails":{"error":"States.Timeout","cause":"{\\"errorType\\":\\"',
    '"type":"TaskTimedOut","taskTimedOutEventDetails":{"error":"States.Timeout","resource":"',
    '"type":"PassStateEntered","type":"PassStateExited","type":"SucceedStateEntered","type":"SucceedStateExited",',
    '"type":"ChoiceStateEntered","type":"ChoiceStateExited","type":"WaitStateEntered","type":"WaitStateExited",',
    '\\"StateMachineArn\\":\\"arn:aws:states:us-east-1:000000000000:stateMachine:',
    '\\"ExecutionArn\\":\\"arn:aws:states:us-east-1:000000000000:execution:',
    '\\"StartDate\\":17893,\\"Status\\":\\"SUCCEEDED\\",\\"StopDate\\":',
    '"resource":"startExecution.sync:2","region":"us-east-1","parameters":"{\\"Name\\":\\"lead_',
    '"taskSubmittedEventDetails":{"resourceType":"states","resource":"invoke.waitForTaskToken","output":"',
    '"type":"TaskSubmitted","type":"TaskScheduled","taskScheduledEventDetails":{"resourceType":"lambda",',
    '"resource":"invoke","region":"us-east-1","timeoutInSeconds":300,"parameters":"{\\"FunctionName\\":',
    '\\"arn:aws:lambda:us-east-1:000000000000:function:\\",\\"Payload\\":{\\"leadId\\":\\"lead_01',
    '\\"taskToken\\":\\"',
    '\\",\\"nextInstant\\":\\"2026-09-14T02:00:00.000Z\\"',
    '"type":"TaskStarted","taskStartedEventDetails":{"resourceType":"lambda","resource":"invoke"}},{"id":',
    '"type":"TaskSucceeded","taskSucceededEventDetails":{"resourceType":"lambda","resource":"invoke","output":',
    '"{\\"ExecutedVersion\\":\\"$LATEST\\",\\"Payload\\":{\\"},\\"StatusCode\\":200,',
    '\\"SdkHttpMetadata\\":{\\"AllHttpHeaders\\":{\\"x-amzn-RequestId\\":[\\"',
    '\\"],\\"Content-Type\\":[\\"application/json\\"]},\\"HttpHeaders\\":{\\"Content-Type\\":\\"application/json\\",',
    '\\"x-amzn-RequestId\\":\\"\\"},\\"HttpStatusCode\\":200},\\"SdkResponseMetadata\\":{\\"RequestId\\":\\"\\"}}"',
    ',"outputDetails":{"truncated":false}}},{"id":,"previousEventId":,"timestamp":17',
    ',"type":"TaskStateExited","stateExitedEventDetails":{"name":"","output":"{\\"leadId\\":\\"lead_01',
    '\\"}","outputDetails":{"truncated":false},"assignedVariables":{"leadId":"\\"","cycle":"',
    '"assignedVariablesDetails":{"truncated":false}}},{"id":',
    ',"type":"TaskStateEntered","stateEnteredEventDetails":{"name":"","input":"{\\"leadId\\":\\"lead_01',
    '\\"}","inputDetails":{"truncated":false}}},{"id":1,"previousEventId":1,"timestamp":17',
  ].join(''),
);

const OPTIONS = { dictionary: DICTIONARY, level: 6, memLevel: 8, windowBits: 13 };

/** What a step added to an execution's history. It is packed when somebody asks for its text, or to make room. */
export class Chunk {
  #events: readonly HistoryEvent[] | undefined;
  #packed = '';

  constructor(events: readonly HistoryEvent[]) {
    this.#events = events;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events ?? unpack(this.#packed);
  }

  pack(): void {
    if (!this.#events) return;
    this.#packed = deflateRawSync(JSON.stringify(this.#events), OPTIONS).toString('base64');
    this.#events = undefined;
  }

  /** As a store keeps it that keeps text. */
  toJSON(): string {
    this.pack();
    return this.#packed;
  }
}

/** Events of a chunk as a store gave it back. */
export function eventsIn(stored: unknown): readonly HistoryEvent[] {
  return stored instanceof Chunk ? stored.events : unpack(String(stored));
}

function unpack(packed: string): readonly HistoryEvent[] {
  const text = inflateRawSync(Buffer.from(packed, 'base64'), OPTIONS).toString('utf8');
  // Codec: only a chunk writes this text.
  return JSON.parse(text) as readonly HistoryEvent[];
}
