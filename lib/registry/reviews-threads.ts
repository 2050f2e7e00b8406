import type { ChangeRequestView, CommentView } from "./change-request-views";
import type { DiffPlace, DiffSection } from "./diff-lines";

/** A comment and its replies, oldest first. `movedTo` is the line's number in the version now under review. */
export type Thread = { root: CommentView; answers: CommentView[]; movedTo?: number };

/** Groups comments into threads, in the order of their first comment. */
export function toThreads(comments: readonly CommentView[]): Thread[] {
  return comments
    .filter(({ replyTo }) => replyTo === null)
    .map((root) => ({ root, answers: comments.filter(({ replyTo }) => replyTo === root.id) }));
}

/** Whether another suggestion for the same line is accepted already. Pure. */
export function isLineTaken(one: CommentView, comments: readonly CommentView[]): boolean {
  if (!one.suggestion || one.suggestion.act === "insert") return false;
  return comments.some(
    ({ id, version, pointer, line, suggestion }) =>
      id !== one.id &&
      version === one.version &&
      pointer === one.pointer &&
      line === one.line &&
      suggestion?.state === "accepted" &&
      suggestion.act !== "insert",
  );
}

/** Returns the open suggestions that can be accepted together: of several for one line, the first. Pure. */
export function fitting(open: readonly CommentView[], accepted: readonly CommentView[]): CommentView[] {
  const isOfLine = (one: CommentView, other: CommentView) =>
    other.pointer === one.pointer && other.line === one.line && other.suggestion?.act !== "insert";
  return open.filter((one, index) => {
    const isFirst = one.suggestion?.act === "insert" || !open.slice(0, index).some((other) => isOfLine(one, other));
    return isFirst && !isLineTaken(one, accepted);
  });
}

type VersionPair = Pick<ChangeRequestView, "version" | "baseVersion">;

/** Whether a thread belongs to this place of the displayed diff. */
export function isAtLine(
  { root, movedTo }: Thread,
  { anchor, side, line }: DiffPlace,
  { version, baseVersion }: VersionPair,
) {
  if (movedTo !== undefined) return side === "after" && root.pointer === anchor && movedTo === line;
  const shownVersion = side === "after" ? version : baseVersion;
  return root.version === shownVersion && root.pointer === anchor && root.line === line && anchor !== "";
}

/**
 * Moves threads of earlier versions to the version under review. A thread moves if exactly one line of the text equals
 * its quoted line. Suggestions stay with their version. Pure.
 */
export function followLines(
  threads: readonly Thread[],
  sections: readonly DiffSection[],
  { version, baseVersion }: VersionPair,
): Thread[] {
  return threads.map((thread) => {
    const { root } = thread;
    if (root.version === version || root.version === baseVersion || root.suggestion || root.quote === "") return thread;
    const rows = sections.find(({ anchor }) => anchor?.after === root.pointer)?.rows ?? [];
    const [line, ...more] = rows.flatMap(({ after }) => (after?.text === root.quote && after.n ? [after.n] : []));
    return line === undefined || more.length > 0 ? thread : { ...thread, movedTo: line };
  });
}

/** Returns every place of the diff where a thread can be shown. */
function placesOf({ anchor, rows }: DiffSection): DiffPlace[] {
  const after = anchor?.after;
  const before = anchor?.before;
  return [
    ...(after !== undefined
      ? [{ anchor: after, side: "after", line: null } as const]
      : before !== undefined
        ? [{ anchor: before, side: "before", line: null } as const]
        : []),
    ...rows.flatMap((row): DiffPlace[] => [
      ...(after !== undefined && row.after?.n ? [{ anchor: after, side: "after" as const, line: row.after.n }] : []),
      ...(before !== undefined && row.kind !== "same" && row.before?.n
        ? [{ anchor: before, side: "before" as const, line: row.before.n }]
        : []),
    ]),
  ];
}

/**
 * Returns the threads that the diff shows at no line, because they are on another version or on a line outside the
 * diff.
 */
export function threadsElsewhere(
  threads: readonly Thread[],
  sections: readonly DiffSection[],
  versions: VersionPair,
): Thread[] {
  const places = sections.flatMap(placesOf);
  return threads.filter((thread) => !places.some((place) => isAtLine(thread, place, versions)));
}

const fieldWords: Record<string, string> = {
  "": "the whole",
  "/type": "the type",
  "/variables": "the variables",
  "/model": "the model",
  "/snippets": "the snippets",
  "/tools": "the tools",
  "/responseSchema": "the response schema",
};

/** Returns the position of a comment in words: "v5, message 1, line 9". */
export function placeWords({ version, pointer, line }: Pick<CommentView, "version" | "pointer" | "line">): string {
  const part = /^\/(messages|examples)\/(\d+)/.exec(pointer);
  const field = part ? `${part[1] === "messages" ? "message" : "example"} ${Number(part[2]) + 1}` : fieldWords[pointer];
  return [`v${version}`, field ?? pointer, ...(line === null ? [] : [`line ${line}`])].join(", ");
}
