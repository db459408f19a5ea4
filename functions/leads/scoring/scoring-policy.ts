// How many points what is worth (4.10). No article gives these numbers: every value here is a default of ours.

import * as z from 'zod';
import { body, line, numberBetween, oneOf, wholeBetween } from '../fields.ts';
import { ENGAGEMENT_KINDS, HAND_RAISES } from '../form-words.ts';

/** What can earn or cost engagement points: what people do, and what staff or `submissionKinds` find them to be. */
export const SCORED_KINDS = [
  'submission',
  ...HAND_RAISES,
  ...ENGAGEMENT_KINDS,
  'junk',
  'student',
  'competitor',
] as const;
export type ScoredKind = (typeof SCORED_KINDS)[number];

export const ROLES = ['decisionMaker', 'influencer', 'user'] as const;

const Points = numberBetween(0, 100);
const Words = z.array(line(100)).max(200);

/** Points of one event, halved every `halfLife`; what one person does of one kind on one UTC day gives at most `capPerDay`, either sign. */
const EngagementRule = body({
  points: numberBetween(-100, 100),
  /** In the place of `points` for what took so long (A1-10): the step with the highest `secondsAtLeast` that is reached. */
  dwell: z
    .array(body({ secondsAtLeast: wholeBetween(1, 86_400), points: numberBetween(-100, 100) }))
    .max(20)
    .exactOptional(),
  halfLife: z
    .string({ error: 'give the half-life in days, such as P30D' })
    .regex(/^P[1-9]\d{0,3}D$/, 'is not a number of days; give it such as P30D'),
  capPerDay: Points,
});

/** Section `scoring` of the policy. Names of domains and industries and the words of titles are compared in lower case. */
export const ScoringPolicy = body({
  fit: body({
    /** The band with the highest `employeesAtLeast` that is reached. */
    size: z.array(body({ employeesAtLeast: wholeBetween(0, 10_000_000), points: Points })).max(20),
    /** Named accounts: company domain to tier, tier to points. */
    importance: body({
      accounts: z.record(line(253), line(20)),
      tiers: z.record(line(20), Points),
    }),
    industry: body({ named: z.record(line(100), Points), other: Points }),
    /** The first class that shares a word with the title. Chinese words match anywhere, others as whole words. */
    role: z.array(body({ role: oneOf(ROLES), points: Points, words: Words })).max(20),
  }),
  engagement: z.record(oneOf(SCORED_KINDS), EngagementRule, {
    error: `give a rule for each kind: ${SCORED_KINDS.join(', ')}`,
  }),
  /** Which submissions get the negative kinds `student` and `competitor`. */
  negatives: body({ studentWords: Words, competitorDomains: z.array(line(253)).max(500) }),
  mql: body({
    /** An MQL is whoever is inside any cell (4.10). */
    cells: z.array(body({ fitAtLeast: Points, engagementAtLeast: Points })).max(20),
    /** Fit from which a hand-raise is an MQL; 0: always. */
    handRaiseFitAtLeast: Points,
  }),
});
export type ScoringPolicy = z.infer<typeof ScoringPolicy>;

/** Fit: size 30 + importance 30 + industry 15 + role 25 = 100. */
export const DEFAULT_SCORING_POLICY: ScoringPolicy = {
  fit: {
    size: [
      { employeesAtLeast: 1000, points: 30 },
      { employeesAtLeast: 200, points: 22 },
      { employeesAtLeast: 50, points: 14 },
      { employeesAtLeast: 10, points: 6 },
    ],
    importance: { accounts: {}, tiers: { A: 30, B: 20, C: 10 } },
    industry: {
      named: {
        manufacturing: 15,
        finance: 15,
        energy: 15,
        retail: 12,
        healthcare: 12,
        制造: 15,
        金融: 15,
        能源: 15,
        零售: 12,
        医疗: 12,
      },
      other: 5,
    },
    role: [
      // Before the decision makers, or an assistant to the CEO would be one.
      {
        role: 'user',
        points: 4,
        words: ['assistant', 'intern', 'trainee', 'student', '助理', '秘书', '实习', '学生'],
      },
      {
        role: 'decisionMaker',
        points: 25,
        words: [
          'chief',
          'ceo',
          'cto',
          'cio',
          'cfo',
          'coo',
          'cmo',
          'cdo',
          'president',
          'founder',
          'co-founder',
          'owner',
          'director',
          'vp',
          'head',
          'general manager',
          '总经理',
          '总裁',
          '董事',
          '总监',
          '创始人',
          '负责人',
          '厂长',
          '院长',
          '部长',
          '副总',
        ],
      },
      {
        role: 'influencer',
        points: 15,
        words: [
          'manager',
          'lead',
          'architect',
          'consultant',
          '经理',
          '主管',
          '主任',
          '架构师',
          '顾问',
        ],
      },
      {
        role: 'user',
        points: 8,
        words: [
          'engineer',
          'developer',
          'analyst',
          'specialist',
          '工程师',
          '开发',
          '分析师',
          '专员',
        ],
      },
    ],
  },
  engagement: {
    submission: { points: 10, halfLife: 'P30D', capPerDay: 10 },
    demo: { points: 50, halfLife: 'P30D', capPerDay: 50 },
    visit: { points: 50, halfLife: 'P30D', capPerDay: 50 },
    callMe: { points: 40, halfLife: 'P30D', capPerDay: 40 },
    event: { points: 20, halfLife: 'P45D', capPerDay: 20 },
    webinar: { points: 15, halfLife: 'P30D', capPerDay: 15 },
    download: { points: 10, halfLife: 'P30D', capPerDay: 20 },
    emailClick: { points: 3, halfLife: 'P14D', capPerDay: 6 },
    pageView: {
      points: 1,
      dwell: [
        { secondsAtLeast: 60, points: 2 },
        { secondsAtLeast: 300, points: 4 },
      ],
      halfLife: 'P7D',
      capPerDay: 5,
    },
    junk: { points: -40, halfLife: 'P180D', capPerDay: 40 },
    student: { points: -40, halfLife: 'P365D', capPerDay: 40 },
    competitor: { points: -80, halfLife: 'P365D', capPerDay: 80 },
  },
  negatives: {
    studentWords: ['student', 'undergraduate', '学生', '研究生', '本科生'],
    competitorDomains: [],
  },
  mql: {
    cells: [
      { fitAtLeast: 60, engagementAtLeast: 25 },
      { fitAtLeast: 30, engagementAtLeast: 45 },
      { fitAtLeast: 10, engagementAtLeast: 70 },
    ],
    handRaiseFitAtLeast: 0,
  },
};
