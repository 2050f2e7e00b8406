import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";

const MiB = 1024 * 1024;
/** So many bytes of bodies that have not arrived completely are kept by a process, and so many of one caller. */
const [mostBytes, mostOfOne] = [128 * MiB, 48 * MiB];

const waiting = () => singleton("waiting-bodies", () => ({ total: 0, byOwner: new Map<string, number>() }));

/** The bytes of all bodies that are arriving. */
export const waitingBodyBytes = () => waiting().total;

/** Counts the bytes of one body while it arrives. `owner` is the workspace of its key, or names all without a key. */
export function countBody(owner: string) {
  const { byOwner } = waiting();
  let own = 0;
  const add = (bytes: number) => {
    const all = waiting();
    own += bytes;
    all.total += bytes;
    const sum = (byOwner.get(owner) ?? 0) + bytes;
    if (sum === 0) byOwner.delete(owner);
    else byOwner.set(owner, sum);
    return sum;
  };
  return {
    /** Throws 503 `overloaded` if too much is arriving. */
    add(bytes: number): void {
      const sum = add(bytes);
      if (sum > mostOfOne || waiting().total > mostBytes)
        throw new AppError("overloaded", "Too much is being sent at once. Try again in a moment.", {
          headers: { "retry-after": "1" },
        });
    },
    /** Must be called when the body is complete or was given up. */
    end: () => void add(-own),
  };
}
