import type { RevisionView } from "./queries";

/** The changes of a revision: "3 cases changed, 1 added". */
export function revisionWords({ action, added, removed, replaced }: RevisionView): string {
  const counts = [
    [replaced, "changed"],
    [added, "added"],
    [removed, "removed"],
  ] as const;
  const nonZero = counts.filter(([count]) => count > 0);
  const words = nonZero.map(([count, what], index) =>
    index === 0 ? `${count.toLocaleString("en-US")} ${count === 1 ? "case" : "cases"} ${what}` : `${count} ${what}`,
  );
  const how =
    action === "suite.import"
      ? ", by import"
      : action === "suite.restore-revision"
        ? ", an earlier set was restored"
        : "";
  return `${words.join(", ") || "No case changed"}${how}`;
}
