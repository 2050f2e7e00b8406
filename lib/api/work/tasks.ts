import { agreementTask, schemasTask, scoreTask } from "@/lib/evaluation/scorers/tasks";
import { readCasesTask } from "@/lib/evaluation/suites/transfer/tasks";
import { groupRejectionsTask } from "@/lib/guards/rejections/task";
import { shadowTask } from "@/lib/registry/pull/shadow-ours";
import { diffTask, mergeTask, previewTask, sharedDraftTask, sharedFormTask } from "@/lib/registry/tasks";
import { describeImportTask, planImportTask, readImportTask } from "@/lib/registry/transfer/tasks";
import { fillTask } from "@/lib/runtime/fill-task";

/** All tasks that the threads of the pool run. */
export const tasks = [
  scoreTask,
  agreementTask,
  schemasTask,
  diffTask,
  mergeTask,
  sharedDraftTask,
  sharedFormTask,
  previewTask,
  readImportTask,
  shadowTask,
  planImportTask,
  describeImportTask,
  readCasesTask,
  fillTask,
  groupRejectionsTask,
] as const;
