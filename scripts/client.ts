/** Loaded before a command (`--import`): generates the database client, which `npm ci` does not. */
import { generateClient } from "./prisma";

await generateClient();
