import { importers } from "@/lib/registry/transfer/importers";
import { markdownTable } from "./block";

/** The table of docs/moving-in.md. */
export const importerTable = (): string[] =>
  markdownTable(
    ["format", "name", "reads", "files"],
    importers.map(({ format, label, reads, endings }) => [
      `\`${format}\``,
      label,
      reads.replaceAll("{{ name }}", "`{{ name }}`").replaceAll("<", "&lt;"),
      endings.map((ending) => `\`${ending}\``).join(", "),
    ]),
  );
