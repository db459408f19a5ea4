// Where a browser goes after a plain form: a page that the policy lists, and nowhere else, or anybody could send people anywhere in our name.

/** The page, as the policy has it; undefined for any other. */
export function redirectPage(asked: unknown, pages: readonly string[]): string | undefined {
  const wanted = pageOf(asked);
  return wanted === undefined ? undefined : pages.find((page) => pageOf(page) === wanted);
}

/** One spelling of a page: hosts have no capitals, and what stands behind `#` is the page's own. */
function pageOf(text: unknown): string | undefined {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  return url.href;
}
