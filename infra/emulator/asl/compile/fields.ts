import type { Language, State } from './definition.ts';

// Which field belongs to which state type and query language (AWS: the pages of the state types).

type Type = State['type'];

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const FLOW = ['Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];

/** Fields of a type in either language. */
const SHARED: Readonly<Record<Type, readonly string[]>> = {
  Pass: [...FLOW, 'Assign'],
  Task: [
    ...FLOW,
    ...RECOVERY,
    'Assign',
    'Resource',
    'TimeoutSeconds',
    'HeartbeatSeconds',
    'Credentials',
  ],
  Choice: ['Assign', 'Choices', 'Default'],
  Wait: [...FLOW, 'Assign', 'Seconds', 'Timestamp'],
  Succeed: [],
  Fail: ['Error', 'Cause'],
  Parallel: [...FLOW, ...RECOVERY, 'Assign', 'Branches'],
  Map: [
    ...FLOW,
    ...RECOVERY,
    'Assign',
    'ItemProcessor',
    'Iterator',
    'ItemSelector',
    'MaxConcurrency',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
    'Label',
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
  ],
};

const PATHS = ['InputPath', 'OutputPath'];
const RESULTS = ['Parameters', 'ResultSelector', 'ResultPath'];

const ONLY: Readonly<Record<Language, Readonly<Record<Type, readonly string[]>>>> = {
  JSONata: {
    Pass: ['Output'],
    Task: ['Arguments', 'Output'],
    Choice: ['Output'],
    Wait: ['Output'],
    Succeed: ['Output'],
    Fail: [],
    Parallel: ['Arguments', 'Output'],
    Map: ['Items', 'Output'],
  },
  JSONPath: {
    Pass: [...PATHS, 'Parameters', 'Result', 'ResultPath'],
    Task: [...PATHS, ...RESULTS, 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    Choice: PATHS,
    Wait: [...PATHS, 'SecondsPath', 'TimestampPath'],
    Succeed: PATHS,
    Fail: ['ErrorPath', 'CausePath'],
    Parallel: [...PATHS, ...RESULTS],
    Map: [
      ...PATHS,
      ...RESULTS,
      'ItemsPath',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath',
    ],
  },
};

export const STATE_TYPES: readonly Type[] = [
  'Pass',
  'Task',
  'Choice',
  'Wait',
  'Succeed',
  'Fail',
  'Parallel',
  'Map',
];

/** Whether a state of this type and language carries the field, or only in the other language, or never. */
export function fieldFit(type: Type, language: Language, field: string): 'yes' | 'other' | 'no' {
  if (COMMON.includes(field) || SHARED[type].includes(field)) return 'yes';
  if (ONLY[language][type].includes(field)) return 'yes';
  const other: Language = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  const foreign = Object.values(ONLY[other]).some((fields) => fields.includes(field));
  return foreign && !ONLY[language][type].includes(field) ? 'other' : 'no';
}

/** Whether states of this type say where they go by Next or End. */
export function hasFlow(type: Type): boolean {
  return SHARED[type].includes('Next');
}
