/** A thread of the pool. Runs one task at a time, without access to the database and the network. */
import { serveTasks } from "@/lib/core/work/serve-tasks";
import { tasks } from "./tasks";

export default serveTasks(tasks);
