import { defineTask } from "@/lib/core/work/task";
import { groupRejections, type RejectedAnswer, type RejectionGroup } from "./group";

/** Groups rejected answers. Runs in a worker thread, because about 2,000 untrusted texts are processed. */
export const groupRejectionsTask = defineTask({
  name: "group-rejections",
  cpuMs: 20_000,
  tooSlow: { code: "overloaded", message: "These answers take too long to group. Choose a shorter time." },
  work: (answers: readonly RejectedAnswer[]): RejectionGroup[] => groupRejections(answers),
});
