import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** What the address of the inbox says. */
export const inboxParsers = { prompt: parseAsString.withDefault(""), environment: parseAsString.withDefault("") };

export const loadInboxFilters = createLoader(inboxParsers);
export const serializeInboxFilters = createSerializer(inboxParsers);
export type InboxFilters = Awaited<ReturnType<typeof loadInboxFilters>>;

const clean = (text: string) => text.replaceAll("\0", "").slice(0, 200) || undefined;

/** The filters as the registry takes them. */
export function toInboxFilter({ prompt, environment }: InboxFilters) {
  return { prompt: clean(prompt), environment: clean(environment) };
}
