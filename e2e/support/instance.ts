/** One instance of the application's runtime in a separate process, controlled over IPC. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { EditorExchange } from "@/lib/api/editor";
import type { Actor, KeyActor, UserActor } from "@/lib/auth/actor";

type Request =
  | { verb: "resolve"; actor: KeyActor; name: string; userId?: string | undefined; environment?: string | undefined }
  | { verb: "promote"; actor: Actor; name: string; version: number }
  | { verb: "rename"; actor: Actor; name: string; to: string }
  | { verb: "exchange"; actor: UserActor; input: EditorExchange };
type Reply = { id: number; value?: unknown; error?: string };

export type Instance = {
  /** The served version, its source, and the current name of the prompt. */
  resolve: (
    actor: KeyActor,
    name: string,
    userId?: string,
    environment?: string,
  ) => Promise<{ version: number; source: string; name: string }>;
  promote: (actor: Actor, name: string, version: number) => Promise<unknown>;
  rename: (actor: Actor, name: string, to: string) => Promise<unknown>;
  /** An open editor calls this instance. */
  exchange: (actor: UserActor, input: EditorExchange) => Promise<unknown>;
  stop: () => Promise<void>;
};

/** Starts an instance with these settings only. Settings of this process are not inherited. */
export async function startInstance(settings: Record<string, string>): Promise<Instance> {
  const env = { PATH: process.env.PATH, NODE_ENV: "test" as const, LOG_LEVEL: "silent", ...settings };
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ["--import", "tsx"], env });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const waiting = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  await new Promise<void>((done, fail) => {
    child.once("message", () => done());
    child.once("exit", (code) => fail(new Error(`The instance ended with ${code}.`)));
  });
  child.on("message", (reply: Reply) => waiting.get(reply.id)?.(reply));
  const ask = async (request: Request): Promise<unknown> => {
    const id = ++lastId;
    const reply = await new Promise<Reply>((done) => {
      waiting.set(id, done);
      child.send({ id, ...request });
    });
    waiting.delete(id);
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.value;
  };
  return {
    resolve: async (actor, name, userId, environment) =>
      (await ask({ verb: "resolve", actor, name, userId, environment })) as {
        version: number;
        source: string;
        name: string;
      },
    promote: (actor, name, version) => ask({ verb: "promote", actor, name, version }),
    rename: (actor, name, to) => ask({ verb: "rename", actor, name, to }),
    exchange: (actor, input) => ask({ verb: "exchange", actor, input }),
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

async function serve(): Promise<void> {
  const { promoteVersion } = await import("@/lib/registry/commands/releases");
  const { renamePrompt } = await import("@/lib/registry/commands/prompts");
  const { resolvePrompt } = await import("@/lib/runtime/resolve");
  const { startRuntime, stopRuntime } = await import("@/lib/runtime/start");
  const { closeDatabase } = await import("@/lib/core/db");
  const { exchange } = await import("@/lib/api/editor");
  const { editorTopics } = await import("@/lib/api/editor-watch");
  const { callTopics } = await import("@/lib/runtime/calls/watch");
  const { joinMachines } = await import("@/lib/core/publish-machines");
  startRuntime();
  const leaveMachines = joinMachines([...editorTopics, ...callTopics]);
  const reply = (answer: Reply) => process.connected && process.send?.(answer);
  const run = async (request: Request) => {
    if (request.verb === "promote") {
      const { actor, name, version } = request;
      return promoteVersion(actor, { name, version, environment: "production", reason: "" });
    }
    if (request.verb === "rename") return renamePrompt(request.actor, { name: request.name, to: request.to });
    if (request.verb === "exchange") return exchange(request.actor, request.input);
    const { actor, name, userId, environment } = request;
    const { facts, source } = await resolvePrompt(actor, { name, userId, environment });
    return { version: facts.version, source, name: facts.name };
  };
  process.on("message", (message: Request & { id: number }) => {
    run(message).then(
      (value) => reply({ id: message.id, value }),
      (error: Error) => reply({ id: message.id, error: error.message }),
    );
  });
  process.on("disconnect", async () => {
    leaveMachines();
    await stopRuntime();
    await closeDatabase();
  });
  process.send?.("ready");
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) await serve();
