import { AppError } from "@/lib/core/errors";

const entityTag = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** A strong entity tag for an opaque value. */
export const strongTag = (value: string | number) => `"${value}"`;

/** Whether `If-None-Match` matches this tag. Supports `*`, lists, and weak tags (RFC 9110, 13.1.2). Pure. */
export function matchesNone(header: string | null | undefined, tag: string): boolean {
  if (!header) return false;
  if (header === tag || header.trim() === "*") return true;
  for (const match of header.matchAll(entityTag)) if (match[2] === tag) return true;
  return false;
}

/** The condition of `If-Match` on a move: none, that any version is live, or one of these revisions. */
export type Expectation = { kind: "none" } | { kind: "any" } | { kind: "revisions"; revisions: number[] };

/** Parses `If-Match` with revisions as tags: `"3"`, a list, or `*`. Weak and unknown tags never match. Pure. */
export function parseIfMatch(header: string | null | undefined): Expectation {
  if (header === null || header === undefined) return { kind: "none" };
  if (header.trim() === "*") return { kind: "any" };
  const strong = [...header.matchAll(entityTag)].flatMap(([, weak, tag]) => (weak || !tag ? [] : [tag.slice(1, -1)]));
  return { kind: "revisions", revisions: strong.filter((tag) => /^\d{1,10}$/.test(tag)).map(Number) };
}

/** The error 412, with advice. */
export function preconditionFailed(detail: string): AppError {
  return new AppError(
    "precondition_failed",
    `${detail} Read the deployment's revision again and send it as If-Match: "revision".`,
  );
}
