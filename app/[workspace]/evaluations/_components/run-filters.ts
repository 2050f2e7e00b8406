import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { runStatuses } from "@/lib/evaluation/runs/statuses";

/** What the address of the list of runs says. */
export const runParsers = {
  prompt: parseAsString.withDefault(""),
  suite: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  status: parseAsStringLiteral(runStatuses),
};
export const loadRunFilters = createLoader(runParsers);
export const serializeRunFilters = createSerializer(runParsers);
export type RunFilters = Awaited<ReturnType<typeof loadRunFilters>>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const clean = (text: string) => text.replaceAll("\0", "").slice(0, 200) || undefined;

/** The filters as the query takes them. A suite that cannot be one is none. */
export function toRunFilter({ prompt, suite, environment, status }: RunFilters) {
  return {
    prompt: clean(prompt),
    environment: clean(environment),
    status: status ?? undefined,
    suite: uuid.test(suite) ? suite : undefined,
  };
}

export const isRunFiltered = ({ prompt, suite, environment, status }: RunFilters) =>
  Boolean(prompt || suite || environment || status);
