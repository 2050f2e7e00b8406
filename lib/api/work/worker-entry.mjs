// A worker thread starts as plain JavaScript. When run from source, tsx compiles the other files.
import { register } from "tsx/esm/api";

register();
const { default: serve } = await import("./worker.ts");
export default serve;
