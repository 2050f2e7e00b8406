import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(""),
  folder: parseAsString,
  status: parseAsStringLiteral(["production", "testing", "draft"]),
  tag: parseAsString,
  archived: parseAsBoolean.withDefault(false),
};

export const loadListFilters = createLoader(listParsers);
export const serializeListFilters = createSerializer(listParsers);
export type ListFilters = Awaited<ReturnType<typeof loadListFilters>>;

export const statusWords = {
  production: "Live in production",
  testing: "Live in testing",
  draft: "In neither",
} as const satisfies Record<NonNullable<ListFilters["status"]>, string>;

/** Whether anything but the archive switch narrows the list. */
export function isFiltered({ q, folder, status, tag }: ListFilters): boolean {
  return Boolean(q || folder || status || tag);
}

// PostgreSQL has no NUL in its text, and a pasted novel is no filter.
const clean = (text: string | null) => text?.replaceAll("\0", "").trim().slice(0, 200) || undefined;

/** The filters as the registry takes them. */
export function toPromptFilter({ q, folder, status, tag, archived }: ListFilters) {
  return {
    search: clean(q),
    folder: clean(folder),
    tag: clean(tag),
    status: status ?? undefined,
    isArchived: archived,
  };
}
