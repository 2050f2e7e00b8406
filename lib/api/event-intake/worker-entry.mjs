// A worker thread does not inherit the loader of its process, so it registers tsx itself.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
