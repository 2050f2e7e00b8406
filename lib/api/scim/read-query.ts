import type { Filter } from "scim2-parse-filter";
import { parseQuery } from "../query";
import { mostResults } from "./discovery";
import { ScimFault } from "./fault";
import { parseFilter } from "./filter";

/** The query of a list. Attribute names are in lower case. */
export type ScimQuery = {
  filter: Filter | null;
  startIndex: number;
  count: number;
  attributes: ReadonlySet<string> | null;
  excluded: ReadonlySet<string>;
};

const usualCount = 100;
const most = 2_147_483_647;

function numberOf(text: string | undefined, name: string, usual: number): number {
  if (text === undefined || text === "") return usual;
  if (!/^-?\d{1,20}$/.test(text)) throw new ScimFault("invalidValue", `${name} is a whole number.`);
  return Math.min(most, Number(text));
}

/** `emails.value` counts as `emails`. */
const namesOf = (text: string) =>
  new Set(
    text.split(",").map(
      (name) =>
        name
          .trim()
          .replace(/^urn:.*:/i, "")
          .split(".")[0]
          ?.toLowerCase() ?? "",
    ),
  );

/** Parses the parameters of RFC 7644, 3.4.2 and 3.9, and ignores others. Throws `invalidFilter`, `invalidValue`. */
export function readScimQuery(search: string): ScimQuery {
  const { filter, startIndex, count, attributes, excludedAttributes } = parseQuery(search);
  return {
    filter: filter ? parseFilter(filter) : null,
    startIndex: Math.max(1, numberOf(startIndex, "startIndex", 1)),
    count: Math.min(mostResults, Math.max(0, numberOf(count, "count", usualCount))),
    attributes: attributes ? namesOf(attributes) : null,
    excluded: namesOf(excludedAttributes ?? ""),
  };
}
