import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { searchText } from "@/lib/core/search-text";

/** The filters in the address of the list. */
export const listParsers = {
  q: parseAsString.withDefault(""),
  folder: parseAsString,
  status: parseAsStringLiteral(["production", "testing", "draft"]),
  tag: parseAsString,
  owner: parseAsString,
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

/** Whether any filter besides the archive switch is set. */
export function isFiltered({ q, folder, status, tag, owner }: ListFilters): boolean {
  return Boolean(q || folder || status || tag || owner);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns the filters in the form that the registry takes. */
export function toPromptFilter({ q, folder, status, tag, owner, archived }: ListFilters) {
  return {
    search: searchText(q),
    folder: searchText(folder),
    tag: searchText(tag),
    owner: owner && uuid.test(owner) ? owner : undefined,
    status: status ?? undefined,
    isArchived: archived,
  };
}
