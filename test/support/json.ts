/** A body as it came: a test reads it as the contract says, and fails where it is otherwise. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever JSON came
export type Json = any;
