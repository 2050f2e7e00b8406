import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnose, worstState } from "./diagnose";
import type { DatabaseFacts, InstanceFacts, ProcessFacts, ProcessRole, RedisFacts, ServerProcess } from "./schema";

const at = new Date("2026-11-22T18:00:00Z");
const local = { id: "local", fingerprint: "aa" };

const database: DatabaseFacts = {
  versionNumber: 160_004,
  version: "16.4",
  answerMs: 2,
  isReadOnly: false,
  isStandby: false,
  pooler: "none",
  maxConnections: 200,
  reservedConnections: 3,
  ownLimit: null,
  otherConnections: 7,
  clockAheadMs: -12,
  migrations: ["1_a", "2_b"],
  setAside: { batches: 0, events: 0 },
};
const redis: RedisFacts = {
  kind: "tcp",
  version: "7.0.15",
  maxMemoryBytes: 256e6,
  policy: "allkeys-lru",
  isReplica: false,
  answerMs: 0.4,
};

function running(role: ProcessRole, host = "a", facts: Partial<ProcessFacts> = {}, version = "0.3.0"): ServerProcess {
  return {
    id: `${host}-${role}`,
    host,
    role,
    pid: 7,
    version,
    nodeVersion: "20.20.2",
    startedAt: at,
    seenAt: at,
    facts: {
      encryptionKeys: [local],
      sessionSecret: "ss",
      connections: 16,
      clockAheadMs: 3,
      hasRedis: true,
      trustedProxies: 1,
      forwardedAddresses: [0, 100, 0, 0, 0, 0],
      diskFreeBytes: 50e9,
      ...facts,
    },
  };
}
const instance = (host: string, facts: Partial<ProcessFacts> = {}) =>
  (["runtime", "studio", "worker"] as const).map((role) => running(role, host, facts));

const healthy: InstanceFacts = {
  settings: {
    hasExternalDatabase: true,
    isPooled: false,
    url: "https://prompts.example.com",
    hasEncryptionKeys: true,
    hasCron: false,
    isServerless: false,
    connectionsPerInstance: 64,
  },
  own: { version: "0.3.0", nodeVersion: "20.20.2", encryptionKeys: [local] },
  database,
  redis,
  clickHouse: { version: "26.7.2.1", answerMs: 2, missing: [] },
  disk: { folder: "/data", freeBytes: 50e9, holdsDatabase: false },
  processes: [...instance("a"), ...instance("b")],
  knownMigrations: ["1_a", "2_b"],
};

const withDatabase = (change: Partial<DatabaseFacts>): InstanceFacts => ({
  ...healthy,
  database: { ...database, ...change },
});
const withSettings = (change: Partial<InstanceFacts["settings"]>): InstanceFacts => ({
  ...healthy,
  settings: { ...healthy.settings, ...change },
});

/** Returns the checks that are not ok, as "id: state". */
const findings = (facts: InstanceFacts) =>
  diagnose(facts).flatMap(({ id, state }) => (state === "ok" ? [] : [`${id}: ${state}`]));
const detailOf = (facts: InstanceFacts, id: string) => diagnose(facts).find((check) => check.id === id)?.detail;

describe("a healthy installation", () => {
  test("has no finding, and every check has a detail", () => {
    const checks = diagnose(healthy);
    expect(findings(healthy)).toEqual([]);
    expect(worstState(checks)).toBe("ok");
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { detail, fix } of checks) expect([detail.length > 10, fix]).toEqual([true, ""]);
  });

  test("can be one embedded instance with default settings", () => {
    const alone: InstanceFacts = {
      ...healthy,
      settings: { ...healthy.settings, hasExternalDatabase: false, hasEncryptionKeys: false, url: null },
      redis: null,
      disk: { folder: ".data", freeBytes: 50e9, holdsDatabase: true },
      processes: instance("a", { trustedProxies: 0, forwardedAddresses: [50, 0, 0, 0, 0, 0] }),
      knownMigrations: null,
    };
    expect(findings(alone)).toEqual([]);
  });
});

test.each<[string, InstanceFacts, string[]]>([
  [
    "a database that does not answer",
    { ...healthy, database: { error: "refused." }, processes: [] },
    ["database: failure"],
  ],
  ["PostgreSQL 13", withDatabase({ versionNumber: 130_014, version: "13.14" }), ["database: failure"]],
  ["a database far away", withDatabase({ answerMs: 80 }), ["database: warning"]],
  ["events that were set aside", withDatabase({ setAside: { batches: 2, events: 1_400 } }), ["set-aside: warning"]],
  ["a standby", withDatabase({ isStandby: true, isReadOnly: true }), ["writable: failure"]],
  ["a read-only database", withDatabase({ isReadOnly: true }), ["writable: failure"]],
  ["a migration that is missing", withDatabase({ migrations: ["1_a"] }), ["migrations: failure"]],
  ["a schema of a newer version", withDatabase({ migrations: ["1_a", "2_b", "3_c"] }), ["migrations: warning"]],
  ["a pooler that nobody told of", withDatabase({ pooler: "transaction" }), ["pooler: failure"]],
  ["a pooler that is not there", withSettings({ isPooled: true }), ["pooler: warning"]],
  ["too few connections", withDatabase({ maxConnections: 100 }), ["connections: failure"]],
  ["none left for a rolling upgrade", withDatabase({ maxConnections: 140 }), ["connections: warning"]],
  ["a user with a limit", withDatabase({ ownLimit: 90 }), ["connections: failure"]],
  ["a clock that is off", withDatabase({ clockAheadMs: -2_500 }), ["clock: warning"]],
  [
    "a clock that is far off",
    { ...healthy, processes: [...instance("a"), ...instance("b", { clockAheadMs: 600_000 })] },
    ["clock: failure"],
  ],
  ["ClickHouse away", { ...healthy, clickHouse: { error: "refused." } }, ["clickhouse: warning"]],
  [
    "ClickHouse without its tables",
    { ...healthy, clickHouse: { version: "26.7", answerMs: 2, missing: ["0001_interactions"] } },
    ["clickhouse: warning"],
  ],
  ["Redis away", { ...healthy, redis: { error: "refused." } }, ["redis: warning"]],
  [
    "Redis that refuses writes when it is full",
    { ...healthy, redis: { ...redis, policy: "noeviction" } },
    ["redis: warning"],
  ],
  ["a replica of Redis", { ...healthy, redis: { ...redis, isReplica: true } }, ["redis: warning"]],
  ["two hosts without Redis", { ...healthy, redis: null }, ["redis: warning"]],
  ["little disk", { ...healthy, disk: { folder: "/data", freeBytes: 0.9e9, holdsDatabase: false } }, ["disk: warning"]],
  [
    "little disk on another host",
    { ...healthy, processes: [...instance("a"), ...instance("b", { diskFreeBytes: 1e8 })] },
    ["disk: failure"],
  ],
  [
    "a role that nobody runs",
    { ...healthy, processes: [running("runtime"), running("studio")] },
    ["processes: failure"],
  ],
  ["an installation that is stopped", { ...healthy, processes: [] }, ["processes: warning"]],
  [
    "another encryption key",
    {
      ...healthy,
      processes: [...instance("a"), ...instance("b", { encryptionKeys: [{ id: "local", fingerprint: "bb" }] })],
    },
    ["encryption-keys: failure"],
  ],
  ["keys in data folders", withSettings({ hasEncryptionKeys: false }), ["encryption-keys: warning"]],
  [
    "another session secret",
    { ...healthy, processes: [...instance("a"), ...instance("b", { sessionSecret: "tt" })] },
    ["session-secret: failure"],
  ],
  [
    "an upgrade under way",
    { ...healthy, processes: [...instance("a"), running("worker", "b", {}, "0.1.0")] },
    ["versions: warning"],
  ],
  ["no public address behind a proxy", withSettings({ url: null }), ["url: warning"]],
  ["a public address without TLS", withSettings({ url: "http://prompts.example.com" }), ["url: warning"]],
  [
    "a proxy that is not trusted",
    { ...healthy, processes: instance("a", { trustedProxies: 0 }) },
    ["proxies: warning"],
  ],
  [
    "more proxies trusted than there are",
    { ...healthy, processes: instance("a", { trustedProxies: 2 }) },
    ["proxies: warning"],
  ],
])("%s is the only finding", (_, facts, expected) => {
  expect(findings(facts)).toEqual(expected);
  for (const { state, fix } of diagnose(facts)) if (state !== "ok") expect(fix).toMatch(/^[A-Z].*\.$/);
});

test("docs/operations.md lists every check", () => {
  const page = readFileSync("docs/operations.md", "utf8");
  const listed = [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, titles = ""]) => titles.split(", "));
  for (const { title } of diagnose(healthy)) expect(listed).toContain(title);
});

describe("a finding states", () => {
  test("how many connections are needed and available", () => {
    expect(detailOf(withDatabase({ maxConnections: 100 }), "connections")).toBe(
      "6 processes on 2 hosts may open 96 connections; PostgreSQL has room for 90 (max_connections 100).",
    );
    expect(detailOf({ ...healthy, processes: [] }, "connections")).toContain("One instance may open 64 connections");
  });

  test("whose clock is off, and in which direction", () => {
    const facts = { ...healthy, processes: [...instance("a"), ...instance("b", { clockAheadMs: 600_000 })] };
    expect(detailOf(facts, "clock")).toBe("The clock of b is 600.0 s ahead of the database's.");
  });

  test("which role is missing", () => {
    expect(detailOf({ ...healthy, processes: [running("runtime"), running("studio")] }, "processes")).toBe(
      "1 runtime and 1 studio running, but no worker: alerts, evaluations, guards and counts are stopped.",
    );
    const byCron = { ...withSettings({ hasCron: true }), processes: [running("runtime"), running("studio")] };
    expect(findings(byCron)).toEqual([]);
  });

  test("which role trusts too many proxies: the runtime is one before a separate studio", () => {
    const apart = (trustedProxies: number) => [
      running("runtime", "a"),
      running("studio", "b", { trustedProxies, forwardedAddresses: [0, 0, 100, 0, 0, 0] }),
      running("worker", "c"),
    ];
    expect(findings({ ...healthy, processes: apart(2) })).toEqual([]);
    expect(detailOf({ ...healthy, processes: apart(1) }, "proxies")).toBe(
      "TRUSTED_PROXIES is 1 for the studio, but 100 % of requests bring 2 addresses in X-Forwarded-For.",
    );
  });

  test("nothing about proxies before there are enough requests", () => {
    const few = { ...healthy, processes: instance("a", { trustedProxies: 0, forwardedAddresses: [0, 5, 0, 0, 0, 0] }) };
    expect(findings(few)).toEqual([]);
  });
});
