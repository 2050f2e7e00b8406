import { promptPath } from "@/app/[workspace]/_components/paths";

type Query = Record<string, string | number>;

/** The path of a prompt's draft copies. */
export const copiesPath = (workspace: string, name: string, query: Query = {}): string =>
  promptPath(workspace, name, { tab: "copies", ...query });

/** The path of one draft copy. `query` can select its merge. */
export const copyPath = (workspace: string, name: string, id: string, query: Query = {}): string =>
  copiesPath(workspace, name, { copy: id, ...query });

/** The path of the editor for a draft copy. */
export const editCopyPath = (workspace: string, name: string, id: string): string =>
  promptPath(workspace, name, { copy: id });
