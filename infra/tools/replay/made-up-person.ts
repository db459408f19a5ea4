// Who might have sent the form: the file is anonymous, so name, company and needs are made from the row's id.

import { type Chance, chanceOf, oneAt, weightedAt, wholeAt } from './chance.ts';
import type { LeadRow } from './read-leads.ts';

const FIRST = [
  'Ana',
  'Bruno',
  'Carla',
  'Diego',
  'Elisa',
  'Felipe',
  'Helena',
  'Igor',
  'Julia',
  'Lucas',
];
const LAST = [
  'Almeida',
  'Barbosa',
  'Cardoso',
  'Duarte',
  'Esteves',
  'Fonseca',
  'Lima',
  'Moreira',
  'Ramos',
  'Souza',
];
const TITLES = ['Owner', 'Head of Sales', 'Purchasing Manager', 'IT Director', 'Intern'];
const INDUSTRIES = ['retail', 'manufacturing', 'logistics', 'health', 'food'];
const SIZES = [8, 30, 120, 500, 2500];
/** Hardly anybody fills a form in for nothing: most ask for something, which makes an MQL of them at once (A0-1). */
const WISHES = [
  ['demo', 5],
  ['callMe', 3],
  ['visit', 1],
  [null, 1],
] as const;

interface Contact {
  readonly name: string;
  readonly email?: string | undefined;
}

/** The first submission of a row: origin as UTM source, landing page as landing page and, since reports know no addresses, as content. `asks`: everybody, as drawn, or nobody. */
export function firstSubmission(
  row: LeadRow,
  asks: 'always' | 'asDrawn' | 'never',
): Readonly<Record<string, unknown>> {
  const of = chanceOf(row.id);
  const drawn = weightedAt(of('wish'), WISHES);
  const wish = { always: drawn ?? 'callMe', asDrawn: drawn, never: null }[asks];
  const touch = {
    ...(row.origin ? { utm: { source: row.origin } } : {}),
    ...(row.landingPage
      ? {
          landingPage: `https://www.example.com/lp/${row.landingPage}`,
          contentId: row.landingPage,
        }
      : {}),
  };
  return {
    form: wish === null ? 'brochure' : 'contact-sales',
    person: { ...personOf(of), title: oneAt(of('title'), TITLES) },
    company: {
      employees: oneAt(of('size'), SIZES),
      industry: oneAt(of('industry'), INDUSTRIES),
    },
    interest: {
      handRaise: wish,
      startWithinMonths: wholeAt(of('start'), 0, 12),
    },
    consent: { privacyPolicy: '2017-06', email: true },
    ...(Object.keys(touch).length > 0 ? { touch } : {}),
  };
}

/** The same person asks for a call, some time later. */
export function handRaised({ name, email }: Contact): Readonly<Record<string, unknown>> {
  return {
    form: 'call-me',
    person: { name, email },
    interest: { handRaise: 'callMe' },
    consent: { privacyPolicy: '2017-06', email: true },
  };
}

/** The address that a row's person is found by. */
export function addressOf(rowId: string): string {
  return personOf(chanceOf(rowId)).email;
}

/** Unique address at a unique company domain. */
function personOf(of: Chance): { readonly name: string; readonly email: string } {
  const [first, last] = [oneAt(of('first'), FIRST), oneAt(of('last'), LAST)];
  const domain = [0, 1, 2].map((part) =>
    wholeAt(of(`domain ${part}`), 0, 2 ** 32 - 1).toString(36),
  );
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}@company-${domain.join('')}.example`.toLowerCase(),
  };
}
