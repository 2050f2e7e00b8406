import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/core/errors";
import { createQueue } from "@/lib/core/queue";
import { singleton } from "@/lib/core/singleton";

// OWASP's first recommendation for argon2id: 19 MiB, 2 passes, 1 lane. argon2id is the library's default algorithm.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Two of libuv's four threads, which file access and name lookups also use. */
const atOnce = 2;
/** About two seconds of work. Later requests are refused. */
const mostWaiting = 100;

const queue = () =>
  singleton("password-queue", () =>
    createQueue({
      atOnce,
      mostWaiting,
      refuse: () => new AppError("overloaded", "Too many people are signing in now. Try again in a few seconds."),
    }),
  );

/** Hashes a password with argon2id, in PHC form. Throws 503 `overloaded` if too many requests wait. */
export function hashPassword(password: string): Promise<string> {
  return queue().run(() => hash(password, cost));
}

const dummyHash = hash("no account has this password", cost);

/**
 * Whether the password matches. Without a stored hash it takes equally long and returns false, so that the time does
 * not reveal whether an account exists. Throws 503 `overloaded` if too many requests wait.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const hash = stored ?? (await dummyHash);
  const fits = await queue().run(() => verify(hash, password).catch(() => false));
  return fits && Boolean(stored);
}
