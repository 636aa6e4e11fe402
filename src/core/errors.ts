/** The call was wrong: one line on standard error that says what and how to put it right; exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Closes a union: the compiler refuses the call while a member is left, and a running program says which one slipped through. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
