// For a page on your own site (README, A form on another site): what a visitor sends stays in his browser until we have it.

const PLACE = 'leadloop.forms';
const DAY = 86_400_000;
/** After this it is not sent any more: what somebody wrote is not kept in a browser for ever. */
const KEPT_FOR = 3 * DAY;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 600_000;
/** Nobody else tries it meanwhile: the same page may be open twice. */
const PATIENCE = 30_000;
/** The server says: not now. */
const LATER = new Set([408, 425, 429]);

const WORDS = {
  sending: 'Sending …',
  taken: 'Thank you, we have it.',
  kept: 'We cannot be reached at the moment. It is kept in this browser and sent as soon as we can be; leave this page open, or come back within three days.',
  unkept:
    'We cannot be reached at the moment, and this browser keeps nothing. Leave this page open: it is sent as soon as we can be.',
  refused: 'It could not be taken:',
  lost: 'Something that you sent us earlier never reached us. Please send it again.',
};

/**
 * Forms on their way: each is sent under one key until it is taken, refused, or too old, so that sending it twice is sending it once.
 * `say(key, what, detail)` hears what becomes of each; `what` is a key of WORDS.
 */
export function keeper({ storage, ask, now, later, chance, say }) {
  /** What the browser would not keep. */
  let unstored = [];
  let isWaking = false;

  function stored() {
    try {
      const all = JSON.parse(storage.getItem(PLACE) ?? '[]');
      return Array.isArray(all) ? all : [];
    } catch {
      return [];
    }
  }

  function isSaved(all) {
    try {
      storage.setItem(PLACE, JSON.stringify(all));
      return true;
    } catch {
      return false;
    }
  }

  function drop(key) {
    const others = stored().filter((one) => one.key !== key);
    if (others.length < stored().length) isSaved(others);
    unstored = unstored.filter((one) => one.key !== key);
  }

  function keep(entry) {
    drop(entry.key);
    if (isSaved([...stored(), entry])) return true;
    unstored.push(entry);
    return false;
  }

  async function bring(entry) {
    const isKept = keep({ ...entry, next: now() + PATIENCE });
    const { what, detail } = await outcomeOf(entry, ask);
    if (what !== 'later') {
      drop(entry.key);
      say(entry.key, what, detail);
      return;
    }
    const tries = entry.tries + 1;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** entry.tries);
    keep({ ...entry, tries, next: now() + Math.ceil(wait * (1 + chance()) * 0.5) });
    say(entry.key, isKept ? 'kept' : 'unkept');
  }

  /** Sends what is due, and comes back for the rest. */
  async function wake() {
    if (isWaking) return;
    isWaking = true;
    try {
      for (const entry of [...stored(), ...unstored]) {
        if (now() - entry.at > KEPT_FOR) {
          drop(entry.key);
          say(entry.key, 'lost');
        } else if (entry.next <= now()) await bring(entry);
      }
    } finally {
      isWaking = false;
    }
    const waits = [...stored(), ...unstored].map(({ next }) => next);
    if (waits.length > 0) later(wake, Math.max(1000, Math.min(...waits) - now()));
  }

  return {
    wake,
    /** Under that key, or that of the same form while it is still on its way; `known` is told which. */
    send(url, body, { key, known = () => {} }) {
      const before = [...stored(), ...unstored].find((one) => one.url === url && one.body === body);
      const entry = before ?? { url, body, key, at: now(), tries: 0 };
      known(entry.key);
      keep({ ...entry, next: now() });
      say(entry.key, 'sending');
      return wake();
    },
    /** We may be reached again. */
    hurry() {
      for (const entry of [...stored(), ...unstored]) keep({ ...entry, next: now() });
      return wake();
    },
  };
}

async function outcomeOf({ url, body, key }, ask) {
  let answer;
  try {
    answer = await ask(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'idempotency-key': key,
      },
      body,
      redirect: 'manual',
    });
  } catch {
    return { what: 'later' };
  }
  if (answer.ok || answer.type === 'opaqueredirect') return { what: 'taken' };
  if (answer.status >= 500 || LATER.has(answer.status)) return { what: 'later' };
  return { what: 'refused', detail: await reasonOf(answer) };
}

async function reasonOf(answer) {
  try {
    const { errors, detail, title } = await answer.json();
    const fields = (errors ?? []).map(({ path, message }) => `${path} ${message}`);
    return fields.join('; ') || detail || title;
  } catch {
    return `${answer.status}`;
  }
}

/** Every `form[data-leadloop]` of the page; `data-taken`, `data-kept` and so on are said instead of our words. */
function startForms() {
  const shown = new Map();
  const sender = keeper({
    storage: storageOf(window),
    ask: (...request) => fetch(...request),
    now: () => Date.now(),
    later: (act, wait) => setTimeout(act, wait),
    chance: () => Math.random(),
    say: (key, what, detail) => tell(shown.get(key), what, detail),
  });

  /** Of what was sent in a visit before, only the end is told. */
  function tell(form, what, detail) {
    const told = form ?? document.querySelector('form[data-leadloop]');
    if (!told || (!form && what !== 'lost' && what !== 'taken')) return;
    statusOf(told).textContent = [told.dataset[what] ?? WORDS[what], detail]
      .filter(Boolean)
      .join(' ');
    if (!form || what !== 'taken') return;
    const next = new FormData(form).get('redirect');
    form.reset();
    if (next) location.assign(next);
  }
  for (const form of document.querySelectorAll('form[data-leadloop]'))
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const said = new URLSearchParams(new FormData(form));
      // Where the page goes on to is its own matter: a script reads no redirect of another site.
      said.delete('redirect');
      sender.send(form.action, said.toString(), {
        key: crypto.randomUUID(),
        known: (key) => shown.set(key, form),
      });
    });
  addEventListener('online', () => sender.hurry());
  void sender.wake();
}

function statusOf(form) {
  const there = form.querySelector('[role=status]');
  if (there) return there;
  const status = document.createElement('output');
  status.setAttribute('role', 'status');
  form.append(status);
  return status;
}

/** A browser may forbid even to ask. */
function storageOf(window) {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

if (typeof document !== 'undefined') startForms();
