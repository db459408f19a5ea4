// One line of a CSV (RFC 4180), for spreadsheets that take what begins with `=` for something to reckon.

export function csvLine(cells: readonly (string | number | boolean)[]): string {
  return cells.map(cell).join(',');
}

/** What a spreadsheet would reckon is told to it as text. */
function cell(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) && value !== '-' ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
