// A thread starts as plain JavaScript. From source, tsx compiles the rest.
import { register } from "tsx/esm/api";

register();
const { default: serve } = await import("./worker.ts");
export default serve;
