import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { setBundleSource } from "@/lib/runtime/bundle/bundle";
import { createShelf } from "@/lib/runtime/bundle/shelf";
import { createBundleThread } from "@/lib/runtime/bundle/thread";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const hasPython = (() => {
  try {
    return execFileSync("python3", ["--version"]).length > 0;
  } catch {
    return false;
  }
})();

vi.setConfig({ testTimeout: 120_000 }); // each test starts Python

describe.skipIf(!hasPython)("the Python package and the real server", () => {
  let mount: Mount & { url: string };
  let workspace: TestWorkspace;
  let thread: ReturnType<typeof createBundleThread>;

  beforeAll(async () => {
    thread = createBundleThread();
    setBundleSource(thread);
    startRuntime();
    mount = await mountAheadOfNext();
    workspace = await createTestWorkspace();
  });
  afterAll(async () => {
    await mount.stop();
    await stopRuntime();
    setBundleSource(createShelf());
    await thread.stop();
  });

  /** Runs a Python script to its end. `onText` receives its output meanwhile. */
  function run(script: string, onText: (text: string) => void = () => {}): Promise<string> {
    const env = {
      ...process.env,
      UNDERSTUDY_URL: mount.url,
      UNDERSTUDY_API_KEY: workspace.runtimeKeys.production,
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const head = [
      "import json, os, time",
      "from understudy import Understudy",
      "client = Understudy(os.environ['UNDERSTUDY_URL'], os.environ['UNDERSTUDY_API_KEY'], deadline_ms=60_000)",
      "",
    ].join("\n");
    return new Promise((done, fail) => {
      const options = { env, cwd: join(process.cwd(), "sdk-python"), timeout: 100_000 };
      const child = execFile("python3", ["-u", "-c", head + script], options, (error, out, errors) =>
        error ? fail(new Error(errors, { cause: error })) : done(out),
      );
      child.stdout?.on("data", onText);
    });
  }

  test("its users get the server's variants and count in the experiment, and its events arrive once", {
    tags: ["slow"],
  }, async () => {
    const name = await createLivePrompt(workspace.owner, `python/counted-${Date.now()}`);
    const { id: experimentId } = await startTestExperiment(workspace.owner, name, { trafficShare: 0.7 });
    const out = await run(
      [
        "for n in range(60):",
        `    prompt = client.resolve('${name}', user_id=f'user-{n}')`,
        "    client.record(prompt, latency_ms=12, input_tokens=5, completed=True)",
        "    client.feedback(prompt.interaction_id, stars=5)",
        "    print(prompt.to_json())",
        "assert any(client.flush(10) for _ in range(9))",
        "state = client.state()",
        "assert state['events'] == {'queued': 0, 'sent': 120, 'rejected': 0, 'dropped': 0}, state",
      ].join("\n"),
    );
    const variants = new Map<string, string>();
    for (const [n, line] of out.trim().split("\n").entries()) {
      const userId = `user-${n}`;
      const response = await mount.send("/api/v1/prompts/resolve", {
        method: "POST",
        headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": "application/json" },
        body: JSON.stringify({ name, userId }),
      });
      expect(line).toBe(await response.text());
      const { variant } = JSON.parse(line).assignment;
      if (variant !== null) variants.set(userId, variant);
    }
    const units = await prisma().experimentUnit.findMany({ where: { experimentId } });
    expect(new Map(units.map(({ unitId, variant }) => [unitId, variant]))).toEqual(variants);
    expect(new Set(variants.values()).size).toBe(2);
    expect(variants.size).toBeLessThan(60);
  });

  test("a rollback arrives by the stream; Liquid is rendered by the server", async () => {
    const name = await createLivePrompt(workspace.owner, `python/rolled-${Date.now()}`, 2);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const sorted = `python/sorted-${Date.now()}`;
    await createPrompt(workspace.owner, {
      name: sorted,
      content: {
        messages: [{ role: "system", content: "{{ list | sort | join: ' ' }}" }],
        variables: [{ name: "list", type: "array", required: true }],
        model: { provider: "openai", name: "gpt-4o" },
      },
    });
    await promoteVersion(workspace.owner, { name: sorted, version: 1, environment: "production" });
    let rolled: Promise<unknown> | undefined;
    const output = await run(
      [
        `assert client.resolve('${name}').version == 2`,
        `prompt = client.resolve('${sorted}', variables={'list': ['b', 'a']})`,
        "assert (prompt.source, prompt.messages[0]['content']) == ('server', 'a b'), prompt.messages",
        `request = client.resolve('${sorted}', variables={'list': ['b', 'a']}, format='openai').request`,
        "assert request['model'] == 'gpt-4o' and request['messages'][0]['content'] == 'a b', request",
        "while not client.state()['is_connected']: time.sleep(0.01)",
        "print('connected')",
        `while client.peek('${name}').version != 1: time.sleep(0.01)`,
        "print('rolled back', client.state()['mode'])",
      ].join("\n"),
      () => {
        rolled ??= rollBackPrompt(workspace.owner, { name, environment: "production" });
      },
    );
    await rolled;
    expect(output).toBe("connected\nrolled back stream\n");
  });
});
