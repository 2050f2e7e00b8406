import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { type BulkAct, type BulkInput, bulkFault } from "../bulk";
import { bulkFaultWords } from "../bulk-words";
import { type BulkProblem, type BulkResult, planBulk } from "./plan-bulk";
import { writeBulk } from "./write-bulk";

const verbs: Record<BulkAct, string> = {
  archive: "archived",
  restore: "restored",
  tag: "tagged",
  move: "moved",
  rename: "renamed",
};

/**
 * Archives, restores, tags, moves or renames up to 500 prompts, or a whole folder, in one transaction. If one prompt
 * fails, nothing is changed and the error names the prompt and the reason. With `dryRun`, only returns what would
 * change.
 */
export async function bulkPrompts(actor: Actor, input: BulkInput): Promise<BulkResult> {
  authorize(actor, "prompt:write");
  const fault = bulkFault(input);
  if (fault) {
    const message = bulkFaultWords[fault.code];
    const errors = [{ pointer: fault.pointer, code: "invalid_request", message }];
    throw new AppError("invalid_request", message, { errors });
  }
  const { epochs, result } = await transaction(async (tx): Promise<{ epochs: EpochChange[]; result: BulkResult }> => {
    const { targets, ...plan } = await planBulk(tx, actor, input);
    const { changes, unchanged, problems } = plan;
    const total = changes.length + unchanged.length + problems.length;
    if (input.dryRun) return { epochs: [], result: { act: input.act, isDone: false, total, ...plan, undo: [] } };
    const [first] = problems;
    if (first) throw refusal(input, total, first, problems);
    const written = await writeBulk(tx, actor, input, targets);
    return { epochs: written.epochs, result: { act: input.act, isDone: true, total, ...plan, undo: written.undo } };
  });
  announceEpochs(epochs);
  return result;
}

function refusal(
  { act, names }: BulkInput,
  total: number,
  first: BulkProblem,
  problems: readonly BulkProblem[],
): AppError {
  const many = problems.length === 1 ? "One" : problems.length;
  const message = `${many} of ${total} prompts cannot be ${verbs[act]}, so none was: ${first.message}`;
  const errors = problems.map(({ name, code, message }) => {
    const index = names?.indexOf(name) ?? -1;
    return { pointer: index >= 0 ? `/names/${index}` : "/from", code, message: `${name}: ${message}` };
  });
  return new AppError(first.code, message, { errors });
}
