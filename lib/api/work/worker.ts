/** A thread of the pool: carries out tasks one after another, and touches no database and no network. */
import { serveTasks } from "@/lib/core/work/serve-tasks";
import { tasks } from "./tasks";

export default serveTasks(tasks);
