/** A separate process that checks the guards of one workspace until it is stopped, for tests that kill it. */
import { checkGuards } from "@/lib/guards/commands/check-guards";

const [, , workspaceId = ""] = process.argv;
console.log("looking");
for (;;) {
  await checkGuards(Date.now() + 20_000, workspaceId);
  await new Promise((done) => setTimeout(done, 100));
}
