/** `npm run build`: everything between `npm ci` and a server that can start. */
import { bundle } from "./bundle";
import { build } from "./prepare";

await bundle();
await build();
