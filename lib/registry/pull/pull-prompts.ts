import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { connect } from "./connect";
import type { PullCursor, PulledDataset, PulledFile, PullSource, ReadPath } from "./define-source";
import { type PullInput, type PullStep, pullInput, pullLimits } from "./schema";
import { pullSourceOf } from "./sources";

/**
 * Runs one step of pulling all prompts and datasets from another tool. Returns what it read and the cursor of the next
 * step. Read-only; stores neither address nor key. Throws 503 `provider_unavailable` if the host cannot be reached, 502
 * `provider_error` if it refuses. The step can then be retried with the same cursor.
 */
export async function pullPrompts(actor: Actor, input: PullInput): Promise<PullStep> {
  authorize(actor, "prompt:write");
  const { tool, host, key, secret = "", cursor, datasets } = parseInput(pullInput, input);
  const source = pullSourceOf(tool);
  const { read, budget } = await connect(source, { host, key, secret });
  const isOver = () =>
    budget.requests >= pullLimits.requests || budget.bytes >= pullLimits.stepBytes || Date.now() >= budget.deadline;
  return walk(source, read, { at: readCursor(cursor), isOver, hasDatasets: datasets });
}

type Walk = { at: PullCursor; isOver: () => boolean; hasDatasets: boolean };

const start: PullCursor = { stage: "prompts", page: 1, index: 0, part: 1 };

/**
 * Reads the lists from the cursor until the budget is used up. Always reads at least one entry, so that the pull makes
 * progress.
 */
async function walk(source: PullSource, read: ReadPath, { at, isOver, hasDatasets }: Walk): Promise<PullStep> {
  const files: PulledFile[] = [];
  const datasets: PulledDataset[] = [];
  let [cursor, done, total]: [PullCursor | null, number, number | null] = [at, 0, null];
  let isFirst = true;
  while (cursor && (isFirst || !isOver())) {
    const here: PullCursor = cursor;
    const isPrompts = here.stage === "prompts";
    const list = isPrompts ? source.listPrompts : source.listDatasets;
    if (!list) break;
    const page = await list(read, here.page);
    total = isPrompts ? page.total : total;
    let { index, part } = here;
    while (index < page.entries.length && (isFirst || !isOver())) {
      isFirst = false;
      const entry = page.entries[index];
      if (isPrompts) {
        const file = await source.readPrompt(read, entry);
        if (file) files.push(file);
        index++;
      } else {
        const found = await source.readDataset(read, entry, part);
        if (found && found.dataset.rows > 0) datasets.push(found.dataset);
        if (found && !found.isLast) part++;
        else [index, part] = [index + 1, 1];
      }
    }
    isFirst = false;
    done = (here.page - 1) * Math.max(page.entries.length, 20) + index;
    if (index < page.entries.length) cursor = { ...here, index, part };
    else if (!page.isLast) cursor = { ...here, page: here.page + 1, index: 0, part: 1 };
    else cursor = isPrompts && hasDatasets && source.listDatasets ? { ...start, stage: "datasets" } : null;
  }
  return { files, datasets, done, total, cursor: cursor && writeCursor(cursor) };
}

const writeCursor = ({ stage, page, index, part }: PullCursor) => [stage, page, index, part].join(".");

function readCursor(text: string | undefined): PullCursor {
  if (text === undefined) return start;
  const [, stage, ...numbers] = /^(prompts|datasets)\.(\d{1,6})\.(\d{1,4})\.(\d{1,6})$/.exec(text) ?? [];
  const [page = 0, index = 0, part = 0] = numbers.map(Number);
  if (!stage || page < 1 || part < 1) throw new AppError("invalid_cursor", "This cursor does not belong to a pull.");
  return { stage: stage as PullCursor["stage"], page, index, part };
}
