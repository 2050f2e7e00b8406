import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane (the library's default algorithm is argon2id).
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

const dummyHash = hash("no account has this password", cost);

/** Whether the password fits. Without a stored hash it takes as long and says no, so that accounts cannot be guessed at. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const fits = await verify(stored ?? (await dummyHash), password).catch(() => false);
  return fits && Boolean(stored);
}
