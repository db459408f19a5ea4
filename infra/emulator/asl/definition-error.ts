// What CreateStateMachine refuses, in the words AWS uses: a code, a message and where in the definition it is.

export type DiagnosticCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_OFFLINE';

/** One thing wrong with a definition. `location` is a slash path from the root, e.g. `/States/Ask/Next`. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly location: string;
}

/**
 * Thrown at creation when AWS would refuse the definition, or when the definition needs something
 * that the interpreter doesn't have (`UNSUPPORTED_OFFLINE`). `name` is the exception's name in the API.
 */
export class DefinitionError extends Error {
  override readonly name = 'InvalidDefinition';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const list = diagnostics.map(({ code, message, location }) =>
      location === '' ? `${code}: ${message}` : `${code}: ${message} at ${location}`,
    );
    super(`Invalid State Machine Definition: '${list.join(', ')}'`);
    this.diagnostics = diagnostics;
  }
}
