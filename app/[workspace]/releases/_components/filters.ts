import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** What the address of the release log says. */
export const releaseParsers = { prompt: parseAsString.withDefault(""), environment: parseAsString.withDefault("") };

export const loadReleaseFilters = createLoader(releaseParsers);
export const serializeReleaseFilters = createSerializer(releaseParsers);
export type ReleaseFilters = Awaited<ReturnType<typeof loadReleaseFilters>>;

const clean = (text: string) => text.replaceAll("\0", "").slice(0, 200) || undefined;

/** The filters as the registry takes them. */
export function toReleaseFilter({ prompt, environment }: ReleaseFilters) {
  return { name: clean(prompt), environment: clean(environment) };
}
