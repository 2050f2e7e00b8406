import { agreementTask, schemasTask, scoreTask } from "@/lib/evaluation/scorers/tasks";
import { readCasesTask } from "@/lib/evaluation/suites/transfer/tasks";
import { diffTask, mergeTask } from "@/lib/registry/tasks";
import { describeImportTask, planImportTask, readImportTask } from "@/lib/registry/transfer/tasks";

/** Every task that threads of the pool carry out. */
export const tasks = [
  scoreTask,
  agreementTask,
  schemasTask,
  diffTask,
  mergeTask,
  readImportTask,
  planImportTask,
  describeImportTask,
  readCasesTask,
] as const;
