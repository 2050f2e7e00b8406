import { childrenOf } from "@/e2e/support/child-processes";
import { type Application, startApplication } from "./application";
import { type Answers, type Attacker, startAttack } from "./attacker";
import type { AttackName } from "./attacks";
import { checkEvents } from "./history";
import { steadyPrompt } from "./load";
import type { Stage } from "./stage";

export type Fault = {
  name: string;
  /** The expected behaviour, as shown in the table. */
  expected: string;
  /** The duration in seconds, if it is longer than that of other faults. */
  seconds?: number;
  /** The maximum age of an answer after an acknowledged move. Without notifications, instances poll every 5 s. */
  boundMs: number;
  /** Whether the latency rules beside an attack apply. */
  isHostile?: boolean;
  /** Whether connections to a killed process may fail. */
  mayFail?: boolean;
  /** Places whose own answers are exempt from the rules, because they are restarted. */
  excused?: readonly string[];
  /** A part that may be missing but that this fault needs. */
  needs?: "balancer" | "studio";
  begin(stage: Stage): Promise<void> | void;
  /** Resolves with the responses to an attacker, if there is one. */
  end?(stage: Stage): Promise<Answers | undefined> | Promise<void> | void;
  /** Returns violations in addition to the rules for every fault. Called after the recovery. */
  check?(stage: Stage): Promise<string[]>;
};

const hintedMs = 1_500;
const polledMs = 6_500;

const signalDatabase = (stage: Stage, signal: NodeJS.Signals) => {
  const { pid: server } = stage.postgres();
  for (const { pid } of childrenOf(server)) process.kill(pid, signal);
  process.kill(server, signal);
};
const killOne = (stage: Stage, part: "runtime" | "studio" | "worker") => {
  const [pid] = stage.processes(part);
  if (!pid) throw new Error(`There is no ${part} process to kill.`);
  process.kill(pid, "SIGKILL");
};

/** A tenant or a stranger sends the most expensive input while others send normal requests. */
function hostile(name: string, attack: AttackName, needs?: "studio"): Fault {
  let attacker: Attacker | undefined;
  return {
    name,
    expected: "the others wait no longer than before",
    boundMs: hintedMs,
    ...(needs && { needs }),
    isHostile: true,
    async begin({ places: [first], management, hostile: keys }) {
      attacker = await startAttack(attack, { url: first?.url ?? "", managementUrl: management.url, ...keys });
    },
    end: () => attacker?.stop(),
  };
}

/** An application loses its server: it answers from memory, after a restart from its file, and loses no report. */
function applicationAlone(): Fault {
  let application: Application;
  const run = Date.now().toString(36);
  return {
    name: "the server of an application: kill −9, and the application restarts",
    expected: "it answers from memory, then from its file; what it reported arrives once",
    boundMs: polledMs,
    mayFail: true,
    excused: ["second", "balancer"],
    async begin(stage) {
      const url = stage.places.find(({ name }) => name === "second")?.url ?? "";
      application = await startApplication({ url, apiKey: stage.management.runtimeKey, prompt: steadyPrompt, run });
      await stage.killInstance("second");
      await application.untilAnswered("memory");
      await application.restart();
      await application.untilAnswered("storage");
    },
    end: (stage) => stage.restartInstance("second"),
    async check(stage) {
      const { reported, broken } = await application.stop();
      const text =
        "select interaction_id as id, count(*)::int as count from feedback where interaction_id like $1 group by 1";
      const { rows } = await stage.admin(text, [`application-${run}-%`]);
      const found = new Map(rows.map(({ id, count }: { id: string; count: number }) => [id, count]));
      const { lost, doubled } = checkEvents(new Set(reported), found);
      if (lost) broken.push(`${lost} of the application's ${reported.length} reports are not in the database`);
      if (doubled) broken.push(`${doubled} of the application's reports are there more than once`);
      return broken;
    },
  };
}

/** A supervisor dies alone: the processes that it started must not outlive it for long. */
function supervisorAlone(): Fault {
  let left: string[] = [];
  return {
    name: "a supervisor: kill −9, and started again",
    expected: "its other processes end by themselves; after the start nothing is missing",
    boundMs: hintedMs,
    mayFail: true,
    excused: ["first", "balancer"],
    async begin(stage) {
      left = await stage.killSupervisor("first");
    },
    end: (stage) => stage.restartInstance("first"),
    check: async () => left.map((command) => `${command} did not end with its supervisor`),
  };
}

let flushing: NodeJS.Timeout | undefined;

/** All faults, in the order in which they are injected. */
export const faults: readonly Fault[] = [
  { name: "none", expected: "everything works", boundMs: hintedMs, begin() {} },
  {
    name: "Redis: killed",
    expected: "no error; releases are seen by polling",
    boundMs: polledMs,
    begin: (stage) => void process.kill(stage.redis().pid, "SIGKILL"),
    end: (stage) => stage.restartRedis(),
  },
  {
    name: "Redis: frozen",
    expected: "no error; releases are seen by polling",
    boundMs: polledMs,
    begin: (stage) => void process.kill(stage.redis().pid, "SIGSTOP"),
    end: (stage) => void process.kill(stage.redis().pid, "SIGCONT"),
  },
  {
    name: "Redis: out of memory",
    expected: "no error; hints still pass",
    boundMs: hintedMs,
    begin: (stage) => configure(stage, "1"),
    end: (stage) => configure(stage, "0"),
  },
  {
    name: "Redis: FLUSHALL ten times a second",
    expected: "no error",
    boundMs: hintedMs,
    begin(stage) {
      flushing = setInterval(() => void command(stage, ["FLUSHALL"]).catch(() => {}), 100);
    },
    end: () => clearInterval(flushing),
  },
  {
    name: "PostgreSQL: killed",
    expected: "warm prompts as stale; saves and events 503 until it is back",
    boundMs: polledMs,
    begin: (stage) => void process.kill(stage.postgres().pid, "SIGKILL"),
  },
  {
    name: "PostgreSQL: frozen",
    expected: "warm prompts as stale; saves and events 503",
    seconds: 30,
    boundMs: polledMs,
    begin: (stage) => signalDatabase(stage, "SIGSTOP"),
    end: (stage) => signalDatabase(stage, "SIGCONT"),
  },
  {
    name: "PostgreSQL: restarted at once",
    expected: "warm prompts as stale for a moment",
    boundMs: polledMs,
    begin: (stage) => void process.kill(stage.postgres().pid, "SIGQUIT"),
  },
  {
    name: "PostgreSQL: read-only",
    expected: "warm prompts 200; saves and events 503",
    boundMs: polledMs,
    async begin(stage) {
      await stage.setReadOnly(true);
      await stage.closeSessions();
    },
    end: (stage) => stage.setReadOnly(false),
  },
  {
    name: "PostgreSQL: no connections left",
    expected: "warm prompts 200; saves and events 503",
    boundMs: polledMs,
    async begin(stage) {
      await stage.setConnectionLimit(0);
      await stage.closeSessions();
    },
    end: (stage) => stage.setConnectionLimit(-1),
  },
  {
    name: "a runtime process: kill −9",
    expected: "its open requests fail, no others",
    boundMs: hintedMs,
    mayFail: true,
    begin: (stage) => killOne(stage, "runtime"),
  },
  {
    name: "the studio: kill −9",
    expected: "no resolve fails; saves wait for its restart",
    boundMs: hintedMs,
    begin: (stage) => killOne(stage, "studio"),
  },
  {
    name: "the worker: kill −9",
    expected: "nothing is seen of it",
    boundMs: hintedMs,
    begin: (stage) => killOne(stage, "worker"),
  },
  supervisorAlone(),
  {
    name: "both instances: SIGTERM in turn behind HAProxy",
    expected: "through HAProxy nothing fails",
    boundMs: hintedMs,
    excused: ["first", "second"],
    needs: "balancer",
    async begin(stage) {
      await stage.restartInstance("second");
      await stage.restartInstance("first");
    },
  },
  {
    name: "PostgreSQL: failover to a promoted standby",
    expected: "warm prompts as stale; saves and events 503 until the standby is promoted",
    boundMs: polledMs,
    async begin(stage) {
      await stage.addStandby();
      await stage.endPrimary();
    },
    end: (stage) => stage.failOver(),
  },
  applicationAlone(),
  hostile("a stranger: bodies of 30 MB", "bodies"),
  hostile("a stranger: upgrades and slow connections", "sockets"),
  hostile("a tenant: unread answers and unfinished batches", "unread", "studio"),
  hostile("a tenant: JSON schemas that explode", "schemas", "studio"),
  hostile("a tenant: loops in templates", "loops"),
  hostile("a tenant: the largest imports, diffs, merges", "inputs", "studio"),
];

async function command(stage: Stage, words: string[]): Promise<void> {
  const { createClient } = await import("redis");
  const client = createClient({ url: stage.redis().url });
  client.on("error", () => {});
  await client.connect();
  await client.sendCommand(words).finally(() => client.destroy());
}

async function configure(stage: Stage, maxmemory: string): Promise<void> {
  await command(stage, ["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
  await command(stage, ["CONFIG", "SET", "maxmemory", maxmemory]);
}
