// An erasure takes what people wrote and who it was about out of everything that is kept: counts, ids, instants and codes stay (domain.md 4.8).

/** Fields whose text is ours: codes, names of things, staff by sub, and sentences that hold no personal data. */
const OURS = new Set(
  (
    'type kind kinds state status row event form class channel means origin key utm contentId author publishedOn productLine region ' +
    'language industry domain handRaise grade sdrId repId by sub ownerRepId offeredTo group direction department awaits cause verdict budget ' +
    'authority need process role extraCycle because authorityBy assistSdrId directorChoices trace calendar policy acceptImpliesSql stage ' +
    'stageLog preset currency outcome fields reasons misrouted chosenBy creditId sourceClass source wish to from with undo privacyPolicy ' +
    'erasureReason id scope excused told leads stamps'
  ).split(/\s+/),
);

/** Fields that hold codes, or what somebody typed. */
const MAYBE_CODES = new Set(['reason', 'nurtureReason', 'lostBecause', 'pocFailReason']);

/** Fields that may be missing and are better so. */
const DROPPED = new Set(
  'email phone title message referrer landingPage clickIds recordingUrl newAnswers competitor nextStep resourceAsks website'.split(
    ' ',
  ),
);

const INSTANT_OR_DAY = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;
const OUR_ID = /^(lead|pers|acct|sub|act|eng)_[0-9A-HJKMNP-TV-Z]{26}(-[\w.-]{1,60})?$/;
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const GONE = 'erased';

/** A row, or an event's data and changes, without anything a person wrote or was called. Doing it twice changes nothing. */
export function redact(row: unknown): unknown {
  return without(row, '');
}

function without(value: unknown, key: string): unknown {
  if (typeof value === 'string') return isOurs(value, key) ? value : GONE;
  if (Array.isArray(value)) {
    const items = value.filter((one) => typeof one !== 'string' || isOurs(one, key));
    return items.map((one) => without(one, key));
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(
    // `null` in an event says that a field was removed, which stays true.
    ([name, one]) => !DROPPED.has(name) || one === null,
  );
  return Object.fromEntries(
    fields.map(([name, one]) => [
      name,
      without(one, inherits(key) && !freeText(name) ? key : name),
    ]),
  );
}

/** Whole documents of ours, whatever their fields are called. */
function inherits(key: string): boolean {
  return key === 'utm' || key === 'trace' || key === 'stamps' || key === 'leads';
}

function freeText(name: string): boolean {
  return MAYBE_CODES.has(name) || name === 'note';
}

function isOurs(text: string, key: string): boolean {
  if (OURS.has(key) || INSTANT_OR_DAY.test(text) || OUR_ID.test(text)) return true;
  return MAYBE_CODES.has(key) && CODE.test(text);
}

/** Addresses of recordings in these rows: they lie elsewhere and have to be deleted there. */
export function recordingsIn(rows: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, key: string): void => {
    const names = key === 'recordingUrl' || key === 'recordings';
    if (typeof value === 'string' && names && value !== GONE) found.add(value);
    if (Array.isArray(value)) for (const one of value) look(one, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) look(one, name);
  };
  for (const one of rows) look(one, '');
  return [...found];
}

/** The row without the addresses of these recordings, wherever it names them. */
export function withoutRecordings(row: unknown, gone: ReadonlySet<string>): unknown {
  if (gone.size === 0 || typeof row !== 'object' || row === null) return row;
  const isGone = (value: unknown) => typeof value === 'string' && gone.has(value);
  if (Array.isArray(row))
    return row.filter((one) => !isGone(one)).map((one) => withoutRecordings(one, gone));
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => !isGone(value))
      .map(([name, value]) => [name, withoutRecordings(value, gone)]),
  );
}
