import type { Content } from "@/lib/template/content";
import type { Loss } from "@/lib/template/source";
import { type ContentDiff, diffContents } from "../diff";
import type { ImportNote } from "./format";
import type { ImportFormat } from "./importers";
import type { PlannedPrompt } from "./plan";

/** The planned import of one prompt, as pages and the API show it. */
export type ImportPlanItem = {
  source: string;
  file: string;
  /** Null if the file cannot be read. */
  format: ImportFormat | null;
  name: string;
  action: PlannedPrompt["action"];
  /** The numbers of its new versions. */
  versions: number[];
  latestVersion: number | null;
  returnsTo: number | null;
  summary: string;
  /** The difference from the newest version here. Null if nothing changes, and beyond 100 prompts or 20,000 lines. */
  diff: ContentDiff | null;
  proposals: { label: string; version: number }[];
  problems: ImportNote[];
  warnings: ImportNote[];
  losses: Loss[];
  lossCount: number;
};

/** A lost field of a file that belongs to none of its prompts. */
export type FileLoss = Loss & { file: string };

/** The planned import: each prompt, and lost fields that belong to no prompt. */
export type ImportPlan = {
  items: ImportPlanItem[];
  counts: Record<PlannedPrompt["action"], number>;
  losses: FileLoss[];
};

const shownDiffs = 100;
/** The maximum number of lines of all differences together. More are omitted. */
const shownLines = 20_000;
const nothing: Content = { type: "chat", messages: [] };

/** The plans as pages and the API show them, with the number of each kind. Pure. */
export function describePlans(plans: readonly PlannedPrompt[], losses: FileLoss[]): ImportPlan {
  const counts = { create: 0, update: 0, unchanged: 0, refused: 0 };
  for (const { action } of plans) counts[action]++;
  let lines = 0;
  const items = plans.map((plan, index) => {
    const item = toItem(plan, index < shownDiffs && lines < shownLines);
    for (const { lines: own } of item.diff?.messages ?? []) lines += own.length;
    return item;
  });
  return { items, counts, losses };
}

function toItem(plan: PlannedPrompt, isShown: boolean): ImportPlanItem {
  const { source, file, format, name, action, versions, firstNumber, returnsTo, proposals, problems, warnings } = plan;
  const { losses, lossCount } = plan;
  const isChange = action === "create" || action === "update";
  const base = plan.before ?? { ...nothing, type: plan.after?.type ?? "chat" };
  const diff = isChange && plan.after && isShown ? diffContents(base, plan.after) : null;
  return {
    source,
    file,
    format,
    name,
    action,
    returnsTo,
    proposals,
    problems,
    warnings,
    losses,
    lossCount,
    diff,
    versions: versions.map((_, index) => firstNumber + index),
    latestVersion: plan.latestVersion,
    summary: action === "update" ? (diff?.summary ?? "") : "",
  };
}
