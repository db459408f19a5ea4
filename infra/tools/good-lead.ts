// The lead that goes all the way, where any good one will do: the form it comes with, the call that reaches it, and what its SDR finds out.

/** Laid over the good form, part by part. */
export interface FormParts {
  readonly person?: object;
  readonly company?: object;
  readonly interest?: object;
  readonly consent?: object;
  readonly touch?: object;
}

/** A form that makes an MQL, once it says who sends it. */
export function goodForm({ person, company, interest, consent, touch }: FormParts): object {
  return {
    form: 'demo-request',
    person: { title: 'IT Director', ...person },
    company: { employees: 500, region: 'CN-SH', ...company },
    interest: { handRaise: 'demo', startWithinMonths: 2, ...interest },
    consent: { privacyPolicy: '2026-01', email: true, ...consent },
    ...(touch ? { touch } : {}),
  };
}

export const goodCall = {
  kind: 'call',
  direction: 'outbound',
  connected: true,
  note: 'spoke',
} as const;

/** Passes BANT and the five criteria. */
export const goodAnswers = {
  verdict: 'ready',
  budget: 'approved',
  authority: 'decides',
  need: 'matches',
  timeline: { startWithinMonths: 2 },
  process: 'matches',
  role: 'decisionMaker',
  note: 'wants to start soon',
} as const;
