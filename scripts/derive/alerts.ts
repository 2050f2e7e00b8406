import { alertKinds } from "@/lib/alerts/registry";
import { markdownTable } from "./block";

/** The fields that every alert has. */
const common = ["prompt", "environment"];

/** The table of docs/alerts.md. */
export const alertTable = (): string[] =>
  markdownTable(
    ["`type`", "severity", "when", "more fields of `data`"],
    alertKinds.map(({ kind, severity, when, data }) => [
      `\`${kind}\``,
      severity,
      when,
      Object.keys(data.shape)
        .filter((field) => !common.includes(field))
        .map((field) => `\`${field}\``)
        .join(", "),
    ]),
  );
