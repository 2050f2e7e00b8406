import { defineTask } from "@/lib/core/work/task";
import { groupRejections, type RejectedAnswer, type RejectionGroup } from "./group";

/** Rejected answers in groups: some 2,000 texts of strangers, so in a thread. */
export const groupRejectionsTask = defineTask({
  name: "group-rejections",
  cpuMs: 20_000,
  tooSlow: { code: "overloaded", message: "These answers take too long to group. Choose a shorter time." },
  work: (answers: readonly RejectedAnswer[]): RejectionGroup[] => groupRejections(answers),
});
