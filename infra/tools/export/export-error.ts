/** An export that cannot be done as it was asked for; the message is one line for the person who asked. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
