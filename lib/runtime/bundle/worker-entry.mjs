// A worker thread starts as plain JavaScript, whatever its process was started with.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
