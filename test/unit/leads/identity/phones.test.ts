import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  type MetadataJson,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/core';
import whole from 'libphonenumber-js/min/metadata';
import { describe, expect, it } from 'vitest';
import { phoneMetadata } from '../../../../functions/leads/identity/identity.ts';

const slim = phoneMetadata();
const full = whole as MetadataJson;

/** All that identity.ts asks of a number. */
function read(text: string, country: CountryCode | undefined, metadata: MetadataJson) {
  const options = { ...(country && { defaultCountry: country }), extract: false };
  const phone = parsePhoneNumberFromString(text, options, metadata);
  return phone?.isPossible() ? phone.format('RFC3966') : undefined;
}

describe('phones without the formats that show them', () => {
  it('are read as the whole metadata reads them, in every country', () => {
    const countries = getCountries(full);
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789 -()'), maxLength: 16 });
    const text = fc.oneof(
      digits,
      digits.map((some) => `+${some}`),
      digits.map((some) => `00${some}`),
    );

    fc.assert(
      fc.property(
        text,
        fc.option(fc.constantFrom(...countries), { nil: undefined }),
        (some, country) => {
          expect(read(some, country, slim)).toBe(read(some, country, full));
        },
      ),
      { numRuns: 3000 },
    );
    expect(getCountries(slim)).toEqual(countries);
    expect(isSupportedCountry('CN', slim)).toBe(true);
  });

  it('are of the version of the library that is installed', () => {
    expect(slim.version).toBe(full.version);
  });
});
