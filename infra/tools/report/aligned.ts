// Columns of text as wide as their widest; the first to the left, the others to the right.

/** Letters that take two places in a terminal: Chinese, Japanese, Korean, and full forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => placesOf(row[index] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((text, index) => {
        const free = ' '.repeat((widths[index] ?? 0) - placesOf(text));
        return index === 0 ? text + free : free + text;
      })
      .join('  ')
      .trimEnd(),
  );
}

function placesOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
