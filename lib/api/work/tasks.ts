import { agreementTask, schemasTask, scoreTask } from "@/lib/evaluation/scorers/tasks";

/** Every task that threads of the pool carry out. */
export const tasks = [scoreTask, agreementTask, schemasTask] as const;
