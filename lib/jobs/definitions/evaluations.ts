import { createEngine } from "@/lib/evaluation/runs/engine/engine";
import { defineJob } from "../define-job";
import { deliverMessages } from "../deliver-messages";

/** The time before the deadline in which running model calls may finish. */
const handBackMs = 8_000;

/** Works on evaluations that no other process works on, optionally of one workspace, then releases unfinished ones. */
export const evaluationsOf = (only?: string) =>
  defineJob({
    name: "evaluations",
    description: "works on evaluations for 50 s at most, then hands the rest to the next call",
    everySeconds: null, // the worker's engine runs continuously
    cron: "* * * * *",
    lock: null, // each workspace has a lease
    needsDatabase: false,
    async run(deadlineAt) {
      const engine = createEngine(only);
      const timer = setTimeout(() => void engine.stop(handBackMs), Math.max(0, deadlineAt - Date.now() - handBackMs));
      const workspaces = await engine.workThrough();
      clearTimeout(timer);
      await engine.stop(0);
      if (workspaces === 0) return null;
      // A gate may wait for the result.
      return { workspaces, delivered: await deliverMessages(deadlineAt) };
    },
  });

export const evaluations = evaluationsOf();
