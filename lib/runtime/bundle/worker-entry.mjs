// A worker thread must start as plain JavaScript.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
