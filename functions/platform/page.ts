// A page for whoever opens a link of ours in a browser: text alone.

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // Only its own button may do something, and nobody may put it into a frame.
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** `content` is HTML of ours. */
export function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>\n`;
}

/** Text of others as it may stand in a page. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
