/** Returns "fine", or the error code. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "fine",
    (error: { code: string }) => error.code,
  );
