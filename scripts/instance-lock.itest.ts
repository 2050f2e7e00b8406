import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { lockDataDir } from "./instance-lock";

it.runIf(process.platform === "linux")(
  "refuses a folder a living process holds, and takes it from a dead one",
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "understudy-lock-"));
    // A parent that never waits for its killed child leaves a zombie behind. The shell itself waits, until it is
    // `sleep`.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const pid = await new Promise<string>((done) => parent.stdout.once("data", (text) => done(String(text).trim())));
      const fields = () => {
        const text = readFileSync(`/proc/${pid}/stat`, "utf8");
        return text.slice(text.lastIndexOf(")") + 2).split(" ");
      };
      while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") await sleep(10);
      writeFileSync(join(dataDir, "instance.lock"), `${pid} ${fields()[19]}`);
      expect(() => lockDataDir(dataDir)).toThrow("already running");
      process.kill(Number(pid), "SIGKILL");
      while (fields()[0] !== "Z") await sleep(10);
      lockDataDir(dataDir)();
    } finally {
      parent.kill("SIGKILL");
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

it("names the setting of a folder that cannot be used", () => {
  const file = join(mkdtempSync(join(tmpdir(), "understudy-lock-")), "file");
  writeFileSync(file, "");
  expect(() => lockDataDir(file)).toThrow(
    /^The data folder .*file cannot be used \(EEXIST\)\. Set UNDERSTUDY_DATA_DIR/,
  );
});
