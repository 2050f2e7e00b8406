import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { createQueue } from "./queue";

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane (the library's default algorithm is argon2id).
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of the four threads that files and names are looked up with, too. */
const atOnce = 2;
/** Some two seconds of work; who comes later is told to come again. */
const mostWaiting = 100;

const queue = () =>
  singleton("password-queue", () =>
    createQueue({
      atOnce,
      mostWaiting,
      refuse: () => new AppError("overloaded", "Too many people are signing in now. Try again in a few seconds."),
    }),
  );

/** argon2id in PHC form. Throws 503 `overloaded` when too many wait. */
export function hashPassword(password: string): Promise<string> {
  return queue().run(() => hash(password, cost));
}

const dummyHash = hash("no account has this password", cost);

/**
 * Whether the password fits. Without a stored hash it takes as long and says no, so that accounts cannot be guessed at.
 * Throws 503 `overloaded` when too many wait.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const known = stored ?? (await dummyHash);
  const fits = await queue().run(() => verify(known, password).catch(() => false));
  return fits && Boolean(stored);
}
