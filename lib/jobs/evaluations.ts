import { createEngine } from "@/lib/evaluation/runs/engine/engine";
import { deliverMessages } from "./outbox";

/** How long before the deadline calls under way are given to end. */
const handBackMs = 8_000;

/**
 * Works on evaluations that nobody else works on until the deadline, then hands the rest back; of one workspace, if
 * given. Null: there was nothing to do.
 */
export async function workOnEvaluations(deadlineAt: number, only?: string): Promise<Record<string, number> | null> {
  const engine = createEngine(only);
  const timer = setTimeout(() => void engine.stop(handBackMs), Math.max(0, deadlineAt - Date.now() - handBackMs));
  const workspaces = await engine.workThrough();
  clearTimeout(timer);
  await engine.stop(0);
  if (workspaces === 0) return null;
  // What was just finished may be waited for by a gate.
  return { workspaces, delivered: await deliverMessages(deadlineAt) };
}
