/** A process of its own that works on one workspace's evaluations until it is stopped: for tests that kill it. */
import { createEngine } from "@/lib/evaluation/runs/engine/engine";

const [, , workspaceId] = process.argv;
const engine = createEngine(workspaceId);
engine.start();
process.on("SIGTERM", () => void engine.stop().then(() => process.exit()));
setInterval(() => {}, 60_000); // its own timer does not keep a process alive
console.log("working");
