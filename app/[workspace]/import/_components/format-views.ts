import type { PullSource } from "@/lib/registry/pull/define-source";
import type { PullTool } from "@/lib/registry/pull/sources";
import type { Importer } from "@/lib/registry/transfer/define-importer";

/** A file format, as shown on the page. */
export type FormatView = Pick<Importer, "format" | "label" | "reads" | "endings">;

/** A tool that imports can connect to, as shown on the page. */
export type ToolView = Pick<PullSource<PullTool>, "tool" | "label" | "host" | "keys">;
