import { describe, expect, expectTypeOf, it } from 'vitest';
import { present } from '../../../functions/leads/present.ts';

describe('optional fields', () => {
  it('leaves out what is undefined, and nothing else that is empty', () => {
    const made = present({
      name: 'Acme',
      note: '',
      won: 0,
      lost: null,
      open: false,
      since: undefined,
    });

    expect(Object.entries(made)).toEqual([
      ['name', 'Acme'],
      ['note', ''],
      ['won', 0],
      ['lost', null],
      ['open', false],
    ]);
  });

  it('has a type in which a field that may be undefined is optional, and never undefined', () => {
    const since: string | undefined = ['2026-03-02'].at(0);
    const made = present({ stage: 'POC', since });

    expectTypeOf(made).toEqualTypeOf<{ readonly stage: 'POC' } & { readonly since?: string }>();
    expect(made).toEqual({ stage: 'POC', since: '2026-03-02' });
  });
});
