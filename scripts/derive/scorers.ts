import { scorers } from "@/lib/evaluation/scorers/registry";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import { markdownTable, replaceBlock } from "./block";

function scorerTable(dimension: Dimension): string[] {
  const own = scorers.filter(({ form }) => form.dimensions[0] === dimension);
  const guests = scorers.filter(
    ({ form }) => form.dimensions[0] !== dimension && form.dimensions.some((one) => one === dimension),
  );
  const rows = own.map(({ type, docs }) => [`\`${type}\``, docs.measures, docs.fields]);
  const names = guests.map(({ type }) => `\`${type}\``).join(", ");
  return markdownTable(
    ["type", "measures", "fields"],
    guests.length > 0 ? [...rows, [names, `as under accuracy, with \`dimension: "${dimension}"\``, ""]] : rows,
  );
}

/** docs/scorers.md with a table of each dimension's scorers. */
export const withScorerTables = (document: string): string =>
  dimensions.reduce(
    (text, dimension) => replaceBlock(text, `scorers of ${dimension}`, scorerTable(dimension)),
    document,
  );
