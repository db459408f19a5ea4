import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../../functions/leads/intake/meaning.ts';
import { Submission } from '../../../../functions/leads/intake/submission.ts';
import { Person } from '../../../../functions/leads/person.ts';
import { anOffer, anOfferedLead } from '../../../support/handover-builders.ts';
import { NOW } from '../../../support/routing-builders.ts';

const open = anOfferedLead(anOffer(1));
const closed = anOfferedLead(anOffer(1), { state: 'LOST' });

function formWith(interest: Submission['interest'] = {}): { readonly submission: Submission } {
  const person = { name: 'Li Wei', email: 'li@example.com' };
  const consent = { privacyPolicy: '2026-01' };
  return { submission: Submission.parse({ form: 'contact', person, consent, interest }) };
}

function sentBy(over: Partial<Person> = {}): { readonly person: Person } {
  const consent = { privacyPolicy: '2026-01' };
  return {
    person: Person.parse({
      ...{ personId: 'pers_1', version: 1, name: 'Li Wei', consent, leads: {}, createdAt: NOW },
      ...over,
    }),
  };
}

describe('a form', () => {
  it('repeats when its sender has an open journey, also under the name of somebody merged into him', () => {
    const merged = sentBy({ personId: 'pers_9', absorbed: ['pers_1'] });

    expect(meaningOf(formWith(), sentBy(), { open }).is).toBe('repeats');
    expect(meaningOf(formWith(), merged, { open }).is).toBe('repeats');
  });

  it('joins the open journey of a colleague, even when it asks for a demo', () => {
    const colleague = sentBy({ personId: 'pers_2' });

    expect(meaningOf(formWith({ handRaise: 'demo' }), colleague, { open }).is).toBe('joins');
  });

  it('comes after closing when it asks for nothing, with the last journey or that of the customer', () => {
    const noted = { is: 'comesAfterClosing', lead: closed };

    expect(meaningOf(formWith(), sentBy(), { last: closed })).toEqual(noted);
    expect(meaningOf(formWith(), sentBy(), { customers: closed })).toEqual(noted);
  });

  it('opens a journey when none was there, and after a closed one when a hand is raised', () => {
    const raised = formWith({ handRaise: 'callMe' });

    expect(meaningOf(formWith(), sentBy(), {})).toEqual({ is: 'opens', parent: undefined });
    expect(meaningOf(raised, sentBy(), { last: closed })).toEqual({ is: 'opens', parent: closed });
  });

  it('names only the journey of its sender as the parent, not that of another at the customer', () => {
    const raised = formWith({ handRaise: 'visit' });

    expect(meaningOf(raised, sentBy(), { customers: closed })).toEqual({
      is: 'opens',
      parent: undefined,
    });
  });
});
