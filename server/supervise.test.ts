import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

// A supervisor whose only child exits as soon as it serves, three times.
const program = `
  import { spawn } from "node:child_process";
  import { supervise } from "./server/supervise.ts";
  let forks = 0;
  supervise({
    name: "worker",
    fork: () => {
      if (++forks > 3) process.exit(42);
      const child = 'process.send({ type: "up" }, () => process.exit(1))';
      return spawn(process.execPath, ["-e", child], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    },
    greeting: () => [],
    onPublish: () => {},
    log: () => {},
  });`;

it("restarts a process that ends repeatedly, also if no other one keeps the supervisor alive", async () => {
  const args = ["--import", "tsx", "--input-type=module", "-e", program];
  await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({ code: 42 });
});
