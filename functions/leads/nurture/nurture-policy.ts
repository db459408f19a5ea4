// What resting and lost customers are written (section `nurture` of the policy; A2-4, A1-15).

import * as z from 'zod';
import { body, line, paragraphs, wholeBetween } from '../fields.ts';
import { ElapsedDuration } from '../instant.ts';

const words = { subject: line(200), text: paragraphs(4000) };
/** The same in other languages, by the first part of their codes: `zh` for zh-CN and zh-TW. */
const Translations = z.record(
  line(8).regex(/^[a-z]{2,3}$/, 'is not a language such as zh'),
  body(words),
);
const Letter = body({ ...words, translations: Translations.exactOptional() });
type Letter = z.infer<typeof Letter>;

/** A letter in the language of who gets it, where the policy has it; else as the policy writes it first. */
export function letterIn(
  { translations, ...letter }: Letter,
  language: string | undefined,
): Pick<Letter, 'subject' | 'text'> {
  const [first = ''] = (language ?? '').toLowerCase().split(/[-_]/);
  return translations?.[first] ?? letter;
}

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
        translations: {
          zh: {
            subject: '与您处境相同的企业是怎么做的',
            text: '您之前向我们咨询过，当时时机尚未成熟。这里介绍与贵公司相似的企业是如何推进的，以及如果今天重来他们会怎样做。如想与其中一位交流，回复本邮件即可。',
          },
        },
      },
      {
        subject: 'Five questions before you choose',
        text: 'Before anybody chooses a product like ours, five questions decide whether it will be used. We have written them down, with what we learned from those who did not ask. Answer this mail, and we send them.',
        translations: {
          zh: {
            subject: '选型之前的五个问题',
            text: '在选择我们这类产品之前，有五个问题决定它最终是否会被用起来。我们把它们写了下来，也写下了从没有问过的企业那里学到的教训。回复本邮件，我们就发给您。',
          },
        },
      },
      {
        subject: 'Is it still on your list?',
        text: 'Plans change. If the project is still on your list, tell us when it starts, and we come back at the right time; if it is not, you hear no more of it from us.',
        translations: {
          zh: {
            subject: '这个项目还在您的计划里吗？',
            text: '计划会变。如果项目仍在计划中，请告诉我们何时启动，我们会在合适的时间再联系您；如果不再需要，我们就不再打扰。',
          },
        },
      },
    ],
  },
  winBack: {
    after: 'P180D',
    times: 1,
    letter: {
      subject: 'May we ask once more?',
      text: 'Half a year ago you chose otherwise. If it works as you hoped, we are glad; if something is missing, we would like to hear what, and show what is new with us. Answer this mail or leave your name on our site.',
      translations: {
        zh: {
          subject: '可以再问您一次吗？',
          text: '半年前您做了别的选择。如果一切如愿，我们为您高兴；如果还缺点什么，我们很想听一听，也想向您介绍我们的新进展。请回复本邮件，或在我们的网站上留言。',
        },
      },
    },
  },
};
