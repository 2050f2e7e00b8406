import type { UsageView } from "@/lib/requests/usage-views";

/** The number of users, and whether all of the time is counted. Null if none is counted yet, so that no column is empty. */
export function countedUsers({ users, from }: Pick<UsageView, "users" | "from">) {
  const isCounted = Date.parse(users.from) <= Date.parse(from);
  return users.count > 0 || isCounted ? { count: users.count, isCounted } : null;
}
