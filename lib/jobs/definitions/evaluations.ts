import { createEngine } from "@/lib/evaluation/runs/engine/engine";
import { defineJob } from "../define-job";
import { deliverMessages } from "../deliver-messages";

/** How long before the deadline calls under way are given to end. */
const handBackMs = 8_000;

/** Works on evaluations that no other process works on, then hands the rest back; of one workspace, if given. */
export const evaluationsOf = (only?: string) =>
  defineJob({
    name: "evaluations",
    description: "works on evaluations for 50 s at most, then hands the rest to the next call",
    everySeconds: null, // the engine of the worker never stops
    cron: "* * * * *",
    lock: null, // a lease for each workspace
    needsDatabase: false,
    async run(deadlineAt) {
      const engine = createEngine(only);
      const timer = setTimeout(() => void engine.stop(handBackMs), Math.max(0, deadlineAt - Date.now() - handBackMs));
      const workspaces = await engine.workThrough();
      clearTimeout(timer);
      await engine.stop(0);
      if (workspaces === 0) return null;
      // A gate may wait for what was just finished.
      return { workspaces, delivered: await deliverMessages(deadlineAt) };
    },
  });

export const evaluations = evaluationsOf();
