// The two pages that a link in a mail opens. They need no script and no picture.

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // Only its own button may do something, and nobody may put it into a frame.
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** Asks: mail scanners open every link, and must not unsubscribe anybody. */
export function askToUnsubscribe(): string {
  return page(
    'Hear no more from us?',
    '<form method="post"><button type="submit">Yes, no more mails</button></form>',
  );
}

export function unsubscribed(): string {
  return page('You hear no more from us by mail', '<p>You can close this page.</p>');
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>\n`;
}
