// What can be broken on purpose, so that tests can see the product heal.

export interface Faults {
  /** `off`: StartExecution and SendTask* fail as in an outage, and nothing of any execution moves until it is `on` again. */
  stepFunctions: 'on' | 'off';
  /** SendTask* says yes and does nothing. */
  loseWakes: boolean;
  /** SendTask*, execution timers and stream batches come twice. */
  duplicateWakes: boolean;
}

/** All well; `whenBack` is called when Step Functions is switched on again. */
export function openFaults(whenBack: () => void): Faults {
  let stepFunctions: Faults['stepFunctions'] = 'on';
  return {
    get stepFunctions() {
      return stepFunctions;
    },
    set stepFunctions(state) {
      const wasOff = stepFunctions === 'off';
      stepFunctions = state;
      if (wasOff && state === 'on') whenBack();
    },
    loseWakes: false,
    duplicateWakes: false,
  };
}
