import type { Content } from "@/lib/template/content";

/** One version in a bundle. */
export type BundleVersion = {
  version: number;
  content: Content;
  contentHash: string;
  message: string;
  author: string;
  createdAt: string;
};

/** One prompt in a bundle, with its versions oldest first. */
export type BundlePrompt = {
  name: string;
  description: string;
  tags: string[];
  aliases: string[];
  versions: BundleVersion[];
  deployments: { environment: string; version: number }[];
};

/** The format of Understudy's own export: prompts with all their data, as JSON. */
export type Bundle = {
  format: "understudy";
  formatVersion: 1;
  exportedAt: string;
  workspace: string;
  prompts: BundlePrompt[];
};

/** Puts prompts into a bundle. */
export function writeBundle(workspace: string, exportedAt: string, prompts: BundlePrompt[]): Bundle {
  return { format: "understudy", formatVersion: 1, exportedAt, workspace, prompts };
}
