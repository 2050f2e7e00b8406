import { choiceParam, pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";
import { runStatuses } from "@/lib/evaluation/runs/statuses";

/** The URL parameters of the list of runs. */
export const runParsers = {
  prompt: textParam(""),
  suite: textParam(""),
  environment: textParam(""),
  status: choiceParam(runStatuses),
};
export const loadRunFilters = pageParams(runParsers);
export const serializeRunFilters = paramsText(runParsers);
export type RunFilters = Awaited<ReturnType<typeof loadRunFilters>>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Converts the filters for the query. An invalid suite id is ignored. */
export function toRunFilter({ prompt, suite, environment, status }: RunFilters) {
  return {
    prompt: searchText(prompt),
    environment: searchText(environment),
    status: status ?? undefined,
    suite: uuid.test(suite) ? suite : undefined,
  };
}
