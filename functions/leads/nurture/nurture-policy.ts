// What resting and lost customers are written (section `nurture` of the policy; A2-4, A1-15).

import * as z from 'zod';
import { body, line, paragraphs, wholeBetween } from '../fields.ts';
import { ElapsedDuration } from '../instant.ts';

const Letter = body({ subject: line(200), text: paragraphs(4000) });
export type Letter = z.infer<typeof Letter>;

/** Section `nurture` of the policy. Every mail ends with the link to unsubscribe; how often one goes out is `clocks.nurtureTouch`. */
export const NurturePolicy = body({
  /** Mails by product line, sent one after the other; `default` for lines that have none. After the last one the SDR writes himself. */
  sequences: z.record(line(100), z.array(Letter).max(50)),
  /** A lost customer is asked again once (A1-15). Elapsed since the loss; 0 mails: never. */
  winBack: body({ after: ElapsedDuration, letter: Letter, times: wholeBetween(0, 1) }),
});
export type NurturePolicy = z.infer<typeof NurturePolicy>;

/** Ours: no article says what to write. */
export const DEFAULT_NURTURE_POLICY: NurturePolicy = {
  sequences: {
    default: [
      {
        subject: 'What others in your place did',
        text: 'You asked us some time ago, and the moment was not right. Here is how companies like yours went about it, and what they would do otherwise today. Answer this mail if you would like to talk to one of them.',
      },
      {
        subject: 'Five questions before you choose',
        text: 'Before anybody chooses a product like ours, five questions decide whether it will be used. We have written them down, with what we learned from those who did not ask. Answer this mail, and we send them.',
      },
      {
        subject: 'Is it still on your list?',
        text: 'Plans change. If the project is still on your list, tell us when it starts, and we come back at the right time; if it is not, you hear no more of it from us.',
      },
    ],
  },
  winBack: {
    after: 'P180D',
    times: 1,
    letter: {
      subject: 'May we ask once more?',
      text: 'Half a year ago you chose otherwise. If it works as you hoped, we are glad; if something is missing, we would like to hear what, and show what is new with us. Answer this mail or leave your name on our site.',
    },
  },
};
