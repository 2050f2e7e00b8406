import { promptPath } from "@/app/[workspace]/_components/paths";

type Query = Record<string, string | number>;

/** The draft copies of a prompt. */
export const copiesPath = (workspace: string, name: string, query: Query = {}): string =>
  promptPath(workspace, name, { tab: "copies", ...query });

/** One draft copy; `query` leads on to its merge. */
export const copyPath = (workspace: string, name: string, id: string, query: Query = {}): string =>
  copiesPath(workspace, name, { copy: id, ...query });

/** The editor, on a draft copy. */
export const editCopyPath = (workspace: string, name: string, id: string): string =>
  promptPath(workspace, name, { copy: id });
