// Every row of domain.md 4.8, in its order and words, with the test that holds it: a reader of the contract finds the proof here.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Row = readonly [row: string, file: string, ...titles: readonly string[]];

const rows: readonly Row[] = [
  [
    'Accept arrives after timeout',
    'accept-deadline',
    'gives a lead to the next rep after silence, and the late acceptance changes nothing',
    'lets only a manager make a new offer to whoever was late, and his miss stands',
  ],
  [
    'Accept sent 47:59:59, processed 48:00:01',
    'accept-deadline',
    'takes an acceptance sent at 47:59:59 and processed after the deadline, by the instant of its receipt',
  ],
  [
    'Accept and timeout race; double click; replayed token',
    'races',
    'acceptance against timeout: one wins, and the other changes nothing',
    'twice: the same story, and nothing twice',
  ],
  [
    'Wake lost or Step Functions down',
    'step-functions-down',
    'carries leads on by the sweep alone while Step Functions is down, and hands them back afterwards (4.8)',
  ],
  [
    'Reject without reason or note',
    'reject-reasons',
    'refuses a reject without reason, note or date: 422, and the clock keeps running',
  ],
  [
    'Same payload twice (double click, retry)',
    'duplicate-submission',
    'within ten minutes is the same submission, and no second touch',
  ],
  [
    'Duplicate submission, journey open',
    'duplicate-submission',
    'while it is offered: the rep sees it, and the 48 hours are not restarted',
    'the same person writes again',
  ],
  ['Same person, other product line', 'identity', 'same person, other product line'],
  [
    'Other person, same account, open journey',
    'identity',
    'other person, same account, open journey',
    'junior contact (intern) of an account with other engagement',
  ],
  ['Submission from an existing customer', 'identity', 'submission from an existing customer'],
  [
    'Submission after LOST / DISQUALIFIED',
    'hand-raise',
    'opens a new journey with the old one as parent, without those who refused it',
    'is not raised by a download: that is a touch, and no journey',
  ],
  [
    'A colleague (same account) raises a hand in the cool-down',
    'hand-raise',
    'by a colleague is the same as by the person: the SDR has it at once, and hears who asks',
  ],
  [
    'Facts of a later form',
    'later-forms',
    'a blank that a second form fills',
    'what a later form says otherwise',
  ],
  [
    'What cannot be read in a form',
    'unread',
    'goes in, and %s is shown with it',
    'is put aside with all that he wrote; ops are told and see it, and no lead opens',
  ],
  [
    'Re-engages in cool-down, low intent (download)',
    'nurture',
    'small interest moves the score and leaves the rest, and is weighed at its end',
  ],
  [
    'Re-engages in cool-down, hand-raise',
    'hand-raise',
    'lifts the cool-down and brings the lead to its SDR at once',
    'does not spare the SDR the call and the questions, nor the lead another rep',
  ],
  ['Rep deactivated, offer pending', 'withdrawal', 'when its rep is deactivated'],
  [
    'Rep deactivated, SAL/SQL without opp',
    'credit',
    '4.8, rep deactivated, SAL/SQL without opp: the window restarts at the new acceptance, the earlier one is superseded',
  ],
  ['Rep deactivated, opportunity open', 'opportunity', '4.8, rep deactivated, opportunity open'],
  [
    'Rep goes on leave after the offer',
    'withdrawal',
    'when its rep goes on leave for more than half of the window, recorded before it is due',
    'when the leave is recorded after it was due: the miss stands until a director annuls it',
  ],
  [
    'Roster for the month not published',
    'roster-change',
    'keeps the list of the month before for three working days',
    'has nobody from the fourth on, and ops hear of it',
    'is legal: leads wait, and ops hear of each',
  ],
  [
    'No eligible rep',
    'unrouted',
    'is UNROUTED with a code for each rep, and ops hear at once',
    'is told to ops again each four working hours, in working time only',
  ],
  [
    'All eligible are excluded (all rejected it)',
    'unrouted',
    'waits for the director: exclusions are never lifted by themselves',
  ],
  [
    'Weekend / holiday / make-up day',
    'accept-deadline',
    'counts no hour of a weekend: offered on Friday afternoon, due on Tuesday afternoon',
  ],
  [
    'Holiday declared while pending',
    'running-offers',
    'extends its deadlines when a holiday is declared, and the execution waits for the new one',
  ],
  [
    'Opp cancelled without reason on day 3',
    'credit',
    '4.8, without reason on day 3: void, nurture, a call-back, the director sees who',
    '4.8, reason supplied within 3 working days and approved: pending again with the original day count',
  ],
  [
    'Opp cancelled with reason inside 14 d',
    'credit',
    '4.8, with reason on day 3, approved on day 4: stays pending, confirms on day 14',
    '4.8, with reason on day 13 and nobody rules: ops are asked at once, the director after 3 working days, and it stays pending past day 14',
    '4.8, with reason on day 13 and ruled on day 43 by the director (%s): %s at that instant',
  ],
  [
    'Cancelled without reason on day 15',
    'credit',
    '4.8, without reason on day 15: stays confirmed, and counts against the pair',
    'is shown to the director at the third of ten',
  ],
  ['Exactly 14 d 0 s', 'credit', '4.8, exactly 14 d 0 s'],
  [
    'Opp on day 46',
    'opportunity-window',
    'Opp on day 46: 409, unless a director allows it, and then without credit',
    'the lead stays with its owner, who is reminded each month, and may open without credit',
  ],
  [
    'Cancelled, then the same rep opens a new opp before oppDueAt',
    'credit',
    '4.8, the same rep opens a new one before oppDueAt: pending with its own 14 days, one credit for the cycle',
  ],
  [
    'Opening again, wherever the lead is by then',
    'opened-again',
    'a week later, while the SDR works on it: in the cycle of the acceptance, with a credit of its own 14 days',
    'what has been offered anew, not even when that offer was taken back',
  ],
  [
    'Nothing is written on an opportunity',
    'silent-opportunity',
    'is asked for after 14 and 28 days, then the director once, and never again in two years',
  ],
  [
    'A won amount was wrong',
    'corrected',
    'is corrected with its currency; closing day, stages, lead and credit stay',
  ],
  [
    'Opp deleted and re-created to dodge the rule',
    'credit',
    '4.8, opp deleted and re-created to dodge the rule: there is no delete, only a cancellation',
  ],
  [
    'Rep creates opp straight from a pending offer',
    'opportunity',
    'straight from a pending offer implies the acceptance by that rep',
  ],
  [
    'Win-back or touch due for somebody whose company has bought meanwhile',
    'bought-meanwhile',
    'is not asked once more after a loss, when a colleague has bought: the account owner is told',
    'gets nothing when the sale comes between the decision and the sending',
  ],
  [
    'Self-sourced claim, account or person has marketing touch in the look-back or an open journey',
    'self-sourced',
    'self-sourced claim, account or person has marketing touch in the look-back or an open journey',
  ],
  [
    'Self-sourced first, marketing touch later',
    'self-sourced',
    'self-sourced first, marketing touch later',
  ],
  ['Two reps claim', 'self-sourced', 'two reps claim'],
  ['Source edited after the fact', 'self-sourced', 'source edited after the fact'],
  ['Account merge, one open journey', 'merge', 'account merge, one open journey'],
  [
    'Account merge, two open journeys, same product line',
    'merge',
    'account merge, two open journeys, same product line',
  ],
  ['Merge where one is WON', 'merge', 'merge where one is WON'],
  ['Undo merge', 'merge', 'undo merge'],
  ['Person changes employer', 'identity', 'person changes employer'],
  ['Erasure request', 'erasure', 'erasure request'],
  ['SDR leaves mid-credit', 'credit', '4.8, SDR leaves mid-credit: the credit keeps him'],
  ['Agency SDR (A0-4)', 'credit', '4.8, agency SDR: the credit names the agency'],
  [
    'Currency',
    '../unit/leads/opportunity/forecast',
    '4.8, currency: sums of two currencies are never added',
  ],
  [
    'Policy changed mid-flight',
    'running-offers',
    'leaves the running offer its deadlines and version; the next one has the new',
  ],
];

/** What was decided where the articles contradict themselves. X-4, arithmetic that is wrong, appears nowhere. */
const decisions: readonly Row[] = [
  [
    'X-1',
    'credit',
    '4.8, without reason on day 3: void, nurture, a call-back, the director sees who',
  ],
  ['X-2', 'accept-deadline', 'X-2: what accepting makes of a lead'],
  ['X-3', '../unit/leads/vocabulary', 'X-3: MQL means four things'],
  ['X-5', 'contact', 'follows the half-day rule where the policy says so (X-5)'],
  [
    'X-6',
    'accept-deadline',
    'counts no hour of a weekend: offered on Friday afternoon, due on Tuesday afternoon',
  ],
  ['X-7', 'contact', 'is an outbound attempt by the rep; contacting is not accepting (X-7)'],
  ['X-8', 'director', 'a department whose director names the rep (X-8)'],
  ['X-9', 'routing-trace', 'goes to departments in proportion to their eligible heads (X-9)'],
  [
    'X-10',
    'strikes',
    'wins over the roster of the next month (X-10); a lead that waits is offered the moment it ends',
  ],
  [
    'X-11',
    'strikes',
    'ends a month after the deadline, clamped to the end of a shorter month (X-11)',
  ],
  ['X-12', 'nurture', 'enough interest since the refusal makes it an MQL at the end of the rest'],
  ['X-13', '../unit/leads/opportunity/forecast', 'is 2000 for 8000 that are booked at 25 %'],
  [
    'X-14',
    'opportunity',
    'a POC is a stage of its own preset (A1-1)',
    'from SAL back-fills SQL as inferred',
  ],
  ['X-15', '../unit/leads/scoring/grade', 'turns from WARM to HOT when four months have passed'],
  ['X-16', 'credit', 'is credited when an opportunity was opened and two weeks have passed'],
  ['X-17', 'reject-reasons', 'every reason of the catalogue'],
  [
    'X-18',
    'contact-miss-counts',
    'costs nothing as long as the policy does not say so',
    'costs nothing by itself, and with the next in a row it is one miss',
  ],
];

describe('the edge cases of the contract (4.8) and its decisions (X)', () => {
  it.each([...rows, ...decisions])('%s', (_row, file, ...titles) => {
    const tests = readFileSync(new URL(`../workflow/${file}.test.ts`, import.meta.url), 'utf8');
    const held = titles.filter(
      (title) => tests.includes(`('${title}'`) || tests.includes(`'${title}',`),
    );

    expect(held).toEqual(titles);
  });
});
