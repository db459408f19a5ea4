/** A task of `lambda:invoke`, by its function's name. */
function invoke(name: string, more: object) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: `\${${name}FunctionArn}`,
      Payload: { leadId: '{% $leadId %}', at: '{% $states.context.State.EnteredTime %}' },
    },
    ...more,
  };
}

/** Waits for an answer by token for two days, reminded by nobody; says how it ended. */
export const offer = {
  QueryLanguage: 'JSONata',
  StartAt: 'WaitForAnswer',
  States: {
    WaitForAnswer: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: 172_800,
      Arguments: {
        FunctionName: `\${StoreTokenFunctionArn}`,
        Payload: {
          token: '{% $states.context.Task.Token %}',
          execution: '{% $states.context.Execution.Name %}',
        },
      },
      Output: { answer: '{% $states.result.answer %}' },
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: { answer: 'timedOut' }, Next: 'Expire' }],
      End: true,
    },
    Expire: { Type: 'Pass', End: true },
  },
};

/** Scores, waits an hour, makes an offer of its own, and tells what came of it. */
export const journey = {
  QueryLanguage: 'JSONata',
  StartAt: 'Remember',
  States: {
    Remember: {
      Type: 'Pass',
      Assign: { leadId: '{% $states.input.leadId %}' },
      Next: 'Score',
    },
    Score: invoke('Score', { Next: 'WaitAnHour' }),
    WaitAnHour: { Type: 'Wait', Seconds: 3600, Next: 'Offer' },
    Offer: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: {
        StateMachineArn: `\${OfferStateMachineArn}`,
        Name: '{% $leadId & "-o1" %}',
        Input: { leadId: '{% $leadId %}' },
      },
      Output: '{% $states.result.Output.answer %}',
      Next: 'Tell',
    },
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::events:putEvents',
      Arguments: {
        Entries: [
          {
            Source: 'leads',
            DetailType: 'OfferSettled',
            Detail: { leadId: '{% $leadId %}', answer: '{% $states.input %}' },
          },
        ],
      },
      Output: '{% $states.input %}',
      End: true,
    },
  },
};
