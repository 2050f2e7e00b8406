import { choiceParam, flagParam, pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";

/** The filters in the address of the list. */
export const listParsers = {
  q: textParam(""),
  folder: textParam(),
  status: choiceParam(["production", "testing", "draft"]),
  tag: textParam(),
  owner: textParam(),
  archived: flagParam(false),
};

export const loadListFilters = pageParams(listParsers);
export const serializeListFilters = paramsText(listParsers);
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
