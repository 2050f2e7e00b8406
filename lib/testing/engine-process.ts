/** A separate process that works on the evaluations of one workspace until it is stopped, for tests that kill it. */
import { createEngine } from "@/lib/evaluation/runs/engine/engine";

const [, , workspaceId] = process.argv;
const engine = createEngine(workspaceId);
engine.start();
process.on("SIGTERM", () => void engine.stop().then(() => process.exit()));
setInterval(() => {}, 60_000); // the engine's own timer does not keep the process running
console.log("working");
