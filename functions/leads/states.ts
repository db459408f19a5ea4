// Which states a lead can be in, and which event leads from where to where: the table of domain.md 4.3.

import { LeadError } from './errors.ts';

export const openStates = [
  'CAPTURED',
  'QUARANTINED',
  'MAL',
  'MQL',
  'SDR_WORKING',
  'READY',
  'UNROUTED',
  'OFFERED',
  'SAL',
  'SQL',
  'OPPORTUNITY',
  'NURTURE',
] as const;

const closedStates = ['WON', 'LOST', 'DISQUALIFIED', 'DORMANT', 'MERGED', 'ERASED'] as const;

export const states = [...openStates, ...closedStates] as const;

export type State = (typeof states)[number];

interface Transition {
  /** Row of the table in domain.md 4.3. */
  readonly row: string;
  readonly event: string;
  /** `null`: the event opens the journey. */
  readonly from: readonly State[] | null;
  readonly to: State;
}

export const transitions = [
  { row: '1', event: 'SubmissionReceived', from: null, to: 'CAPTURED' },
  { row: '2', event: 'SpamSuspected', from: ['CAPTURED'], to: 'QUARANTINED' },
  { row: '2', event: 'OptInPending', from: ['CAPTURED'], to: 'QUARANTINED' },
  { row: '2a', event: 'QuarantineClosed', from: ['QUARANTINED'], to: 'DORMANT' },
  { row: '3', event: 'MarketingAccepted', from: ['CAPTURED', 'QUARANTINED'], to: 'MAL' },
  { row: '4', event: 'Qualified', from: ['MAL'], to: 'MQL' },
  { row: '5', event: 'SdrTook', from: ['MQL'], to: 'SDR_WORKING' },
  {
    row: '6',
    event: 'NotALead',
    from: ['MAL', 'MQL', 'SDR_WORKING', 'UNROUTED', 'NURTURE'],
    to: 'DISQUALIFIED',
  },
  { row: '4.8, SDR deactivated', event: 'SdrLeft', from: ['SDR_WORKING'], to: 'MQL' },
  { row: '7', event: 'QualifiedBySdr', from: ['SDR_WORKING'], to: 'READY' },
  { row: '8', event: 'NotNow', from: ['SDR_WORKING'], to: 'NURTURE' },
  { row: '9, 11', event: 'OfferMade', from: ['READY', 'UNROUTED'], to: 'OFFERED' },
  { row: '10', event: 'NoEligibleRep', from: ['READY'], to: 'UNROUTED' },
  { row: '11a', event: 'SentBack', from: ['UNROUTED'], to: 'NURTURE' },
  { row: '12', event: 'Accepted', from: ['OFFERED'], to: 'SAL' },
  { row: '12, 17', event: 'SalesQualified', from: ['SAL'], to: 'SQL' },
  { row: '13', event: 'Rejected', from: ['OFFERED'], to: 'NURTURE' },
  { row: '14', event: 'Misrouted', from: ['OFFERED'], to: 'READY' },
  { row: '15', event: 'TimedOut', from: ['OFFERED'], to: 'READY' },
  { row: '16', event: 'Withdrawn', from: ['OFFERED'], to: 'READY' },
  { row: '16', event: 'Recalled', from: ['OFFERED'], to: 'SDR_WORKING' },
  { row: '18', event: 'Returned', from: ['SAL', 'SQL'], to: 'NURTURE' },
  { row: '4.8, rep deactivated', event: 'OwnerLeft', from: ['SAL', 'SQL'], to: 'READY' },
  { row: '25', event: 'Requalified', from: ['NURTURE'], to: 'MQL' },
  { row: '26', event: 'HandRaised', from: ['NURTURE'], to: 'SDR_WORKING' },
  { row: '26', event: 'RevisitDue', from: ['NURTURE'], to: 'SDR_WORKING' },
  { row: '26', event: 'SdrWoke', from: ['NURTURE'], to: 'SDR_WORKING' },
  {
    row: '27',
    event: 'WentStale',
    from: ['MAL', 'MQL', 'SDR_WORKING', 'UNROUTED', 'NURTURE'],
    to: 'DORMANT',
  },
  { row: '19', event: 'OpportunityOpened', from: ['SAL', 'SQL'], to: 'OPPORTUNITY' },
  { row: '20', event: 'OppWindowExpired', from: ['SAL', 'SQL'], to: 'NURTURE' },
  { row: '22', event: 'Won', from: ['OPPORTUNITY'], to: 'WON' },
  { row: '23', event: 'Lost', from: ['OPPORTUNITY'], to: 'LOST' },
  { row: '24', event: 'OppCancelled', from: ['OPPORTUNITY'], to: 'NURTURE' },
  { row: '4.3, reopened', event: 'Reopened', from: ['WON', 'LOST', 'NURTURE'], to: 'OPPORTUNITY' },
  { row: '28', event: 'Merged', from: openStates, to: 'MERGED' },
  { row: '28', event: 'Erased', from: openStates, to: 'ERASED' },
  { row: '4.8, undo merge', event: 'Unmerged', from: ['MERGED'], to: 'READY' },
  { row: '4.8, undo merge', event: 'UnmergedToRest', from: ['MERGED'], to: 'NURTURE' },
  { row: '4.8, self-sourced', event: 'SelfSourced', from: null, to: 'SAL' },
] as const satisfies readonly Transition[];

/** The name of an event that changes a lead's state. */
export type TransitionEvent = (typeof transitions)[number]['event'];

type Row<Event extends TransitionEvent> = Extract<(typeof transitions)[number], { event: Event }>;

/** The states that the event leads from, and the one that it leads to. */
export type Source<Event extends TransitionEvent> = NonNullable<Row<Event>['from']>[number];
export type Target<Event extends TransitionEvent> = Row<Event>['to'];

/** The events that lead into this state. */
export type EventInto<To extends State> = Extract<
  (typeof transitions)[number],
  { to: To }
>['event'];

/** The events of the table that may happen in this state, for the body of a 409. */
export function allowedEvents(state: State): readonly TransitionEvent[] {
  return transitions
    .filter(({ from }) => from?.some((origin) => origin === state))
    .map(({ event }) => event);
}

/** Where the event leads from this state. Throws IllegalTransition when the table has no such row (409). */
export function stateAfter(state: State, event: TransitionEvent): State {
  const row = transitions.find(
    (one) => one.event === event && one.from?.some((origin) => origin === state),
  );
  if (!row) throw new IllegalTransition(state, event);
  return row.to;
}

/** Whether a journey in this state still holds the lock of its person, account and product line. */
export function isOpen(state: State): boolean {
  return openStates.some((open) => open === state);
}

/** The event asked for has no row in the table for the lead's present state: 409 with what is allowed now. */
export class IllegalTransition extends LeadError {
  override readonly name = 'IllegalTransition';
  constructor(state: State, event: string) {
    super(
      `a lead in state ${state} cannot take ${event}; allowed now: ${allowedEvents(state).join(', ') || 'nothing'}`,
      {
        code: 'ILLEGAL_TRANSITION',
        extra: { state, allowed: allowedEvents(state) },
      },
    );
  }
}
