/** Loaded before a command (`--import`): what it imports needs the database client, which `npm ci` does not write. */
import { generateClient } from "./prisma";

await generateClient();
