import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { approveDevice, refuseDevice } from "@/lib/auth/device-login/commands";
import { mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { buildCli } from "@/scripts/build-cli";

vi.setConfig({ testTimeout: 120_000 }); // each command is a separate process

let mount: Awaited<ReturnType<typeof mountAheadOfNext>>;
let program = "";
beforeAll(async () => {
  program = await buildCli(mkdtempSync(join(tmpdir(), "understudy-cli-")));
  mount = await mountAheadOfNext();
});
afterAll(() => mount.stop());

/** Runs `login --device`, and calls `answer` as soon as the code is shown. */
async function logIn(folder: string, answer: (code: string) => Promise<void>) {
  const env = { PATH: process.env.PATH ?? "", HOME: folder, UNDERSTUDY_POLL_MS: "50" } as unknown as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [program, "login", mount.url, "--device"], { cwd: folder, env });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const promptedUrl = new Promise<string>((done) =>
    child.stderr.on("data", (chunk) => {
      errors += chunk;
      const code = /code ([A-Z]{4}-[A-Z]{4})/.exec(errors)?.[1];
      if (code) done(code);
    }),
  );
  const ended = new Promise<number>((done) => child.once("close", (code) => done(code ?? 0)));
  await answer(await promptedUrl);
  return { code: await ended, out, errors };
}

test("login stores the key that a person approves in the browser, and reports a refusal", async () => {
  const { owner } = await createTestWorkspace();
  const folder = mkdtempSync(join(tmpdir(), "understudy-login-"));
  const ran = await logIn(folder, (code) =>
    approveDevice(owner, { code, name: "laptop", environments: "all", rights: ["prompt:read"], days: 7 }),
  );
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("The key works (manage)") });
  expect(ran.errors).toContain("/device?code=");
  expect(ran.errors + ran.out).not.toContain("us_cli_");
  const kept = join(folder, ".config/understudy/credentials.json");
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  const authorization = `Bearer ${JSON.parse(readFileSync(kept, "utf8"))[mount.url]}`;
  expect((await mount.send("/api/v1/prompts", { headers: { authorization } })).status).toBe(200);
  const refused = await logIn(folder, (code) =>
    refuseDevice({ userId: owner.userId, name: "Ana", email: "" }, { code }),
  );
  expect(refused).toMatchObject({ code: 4, errors: expect.stringContaining("The person denied the request.") });
});
