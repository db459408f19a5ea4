// What can be broken on purpose, so that tests can see the product heal.

type Power = 'on' | 'off';

export interface Faults {
  /** `off`: StartExecution and SendTask* fail as in an outage, and nothing of any execution moves until it is `on` again. */
  stepFunctions: Power;
  /** `off`: PutEvents fails as in an outage. */
  bus: Power;
  /** `off`: changes of tables reach no function until it is `on` again. */
  streams: Power;
  /** `off`: SQS answers nobody, and no message reaches a function until it is `on` again. */
  queues: Power;
  /** `off`: DynamoDB answers no function; who looks from outside sees what is stored. */
  tables: Power;
  /** Functions that cannot be called, by name. */
  away: ReadonlySet<string>;
  /** SendTask* says yes and does nothing. */
  loseWakes: boolean;
  /** SendTask*, execution timers and stream batches come twice. */
  duplicateWakes: boolean;
}

/** What goes on when a part is switched on again. */
interface WhenBack {
  readonly stepFunctions?: () => void;
  readonly streams?: () => void;
  readonly queues?: () => void;
}

/** All well. */
export function openFaults(whenBack: WhenBack = {}): Faults {
  const power = { stepFunctions: 'on' as Power, streams: 'on' as Power, queues: 'on' as Power };
  const turn = (part: keyof WhenBack, state: Power) => {
    const wasOff = power[part] === 'off';
    power[part] = state;
    if (wasOff && state === 'on') whenBack[part]?.();
  };
  return {
    get stepFunctions() {
      return power.stepFunctions;
    },
    set stepFunctions(state) {
      turn('stepFunctions', state);
    },
    bus: 'on',
    get streams() {
      return power.streams;
    },
    set streams(state) {
      turn('streams', state);
    },
    get queues() {
      return power.queues;
    },
    set queues(state) {
      turn('queues', state);
    },
    tables: 'on',
    away: new Set(),
    loseWakes: false,
    duplicateWakes: false,
  };
}
