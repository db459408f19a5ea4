// What a sentence of the timeline is: a function of the event's data. Each event of the registry has one.

import type * as z from 'zod';

/** How a sentence names things; a value that an old event lacks is said as not known. */
export interface Say {
  readonly when: (value: unknown) => string;
  /** A deadline: one at midnight is the end of the day before (4.4). */
  readonly due: (value: unknown) => string;
  readonly who: (value: unknown) => string;
  readonly reason: (value: unknown) => string;
}

/** `by` is who did it, as people call him. */
export type Sentence<Data> = (data: Data, by: string, say: Say) => string;

/** One for each event of a part. They stand apart from the schemas: whoever says events checks none, and whoever erases or checks says none. */
export type SentencesOf<
  Events extends Readonly<Record<string, { readonly data: () => z.ZodObject }>>,
> = {
  readonly [Name in keyof Events]: Sentence<z.infer<ReturnType<Events[Name]['data']>>>;
};
