import { retryUsers, rollUpUsers, type UsersRound } from "./roll-up-users";
import { retryUses, rollUpUses, type UsesRound } from "./roll-up-uses";

export type RolledUp = { events: number; users: number };

/** The result of a round; null if there was none. */
type RoundResult<Round> = Round | "skipped" | null;
const none = Promise.resolve(null);

/**
 * Counts new events: first uses of prompts, then users of experiments. Writes a snapshot of each experiment that
 * changed. Each of the two counts runs in only one process of the fleet at a time; `skipped` means that another process
 * runs it. Events that are not counted stay in their queue. If one count fails, the other goes on; then the error is
 * thrown.
 */
export async function rollUp({ budgetMs = 4_000 } = {}): Promise<RolledUp | "skipped"> {
  const endAt = performance.now() + budgetMs;
  const [events, users] = [await retryUses(), await retryUsers({ endAt, isLast: false })];
  let isSkipped = events === "skipped" || users === "skipped";
  const done: RolledUp = { events: events === "skipped" ? 0 : events, users: users === "skipped" ? 0 : users };
  // The users of one round and the uses of the next round are counted concurrently. With two cores this halves the
  // time.
  let isEnd = false;
  let failure: { error: unknown } | undefined;
  for (let round = 0; ; round++) {
    const ofUses: Promise<RoundResult<UsesRound>> = isEnd
      ? none
      : rollUpUses().catch((error: unknown) => {
          failure = { error };
          return null;
        });
    const ofUsers: Promise<RoundResult<UsersRound>> = round === 0 ? none : rollUpUsers({ endAt, isLast: isEnd });
    await Promise.allSettled([ofUses, ofUsers]); // so that nothing still runs after an error
    const [uses, users] = [await ofUses, await ofUsers];
    isSkipped ||= uses === "skipped" || users === "skipped";
    if (uses && uses !== "skipped") done.events += uses.events;
    if (users && users !== "skipped") done.users += users.users;
    if (users === "skipped" || users?.isLast) {
      if (failure) throw failure.error;
      return isSkipped ? "skipped" : done;
    }
    isEnd ||= uses === null || uses === "skipped" || !uses.hasMore || performance.now() >= endAt;
  }
}
