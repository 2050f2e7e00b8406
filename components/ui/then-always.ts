/** Calls `act`, then `after` even if `act` throws, and waits for what `act` began. */
export async function thenAlways(act: () => unknown, after: () => void): Promise<void> {
  let begun: unknown;
  try {
    begun = act();
  } finally {
    after();
  }
  await begun;
}
