import { describe, expect, test, vi } from "vitest";
import { parseEnv, provideEnv } from "./env";

const key = (letter: string) => letter.repeat(43);
const faults = (source: Record<string, string>) => {
  try {
    parseEnv({ NODE_ENV: "test", ...source });
    return [];
  } catch (error) {
    return (error as Error).message.split("\n  ").slice(1);
  }
};

test("an empty setting is one that is not set, as compose files write it", () => {
  const names = ["PORT", "UNDERSTUDY_ROLE", "SNAPSHOT_MAX_AGE_HOURS", "SHUTDOWN_GRACE_SECONDS", "UNDERSTUDY_DATA_DIR"];
  const empty = Object.fromEntries([...names, "EVENT_RETENTION_DAYS", "LOG_LEVEL"].map((name) => [name, " "]));
  expect(parseEnv({ NODE_ENV: "test", ...empty, SMTP_URL: "" })).toEqual(parseEnv({ NODE_ENV: "test" }));
});

test("a setting that is found at start fills an empty one, and keeps one that is set", () => {
  vi.stubEnv("NEXTAUTH_SECRET", "");
  vi.stubEnv("UNDERSTUDY_DATA_DIR", "/own");
  provideEnv({ NEXTAUTH_SECRET: "made", UNDERSTUDY_DATA_DIR: "/made" });
  expect([process.env.NEXTAUTH_SECRET, process.env.UNDERSTUDY_DATA_DIR]).toEqual(["made", "/own"]);
  vi.unstubAllEnvs();
});

describe("nonsense is refused with the name of the setting and what to set", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["PORT", "3000.5"],
    ["RUNTIME_PROCESSES", "0"],
    ["DATABASE_POOL_MAX", "1000000"],
    ["TRUSTED_PROXIES", "yes"],
    ["TRUSTED_PROXIES", "1000"],
    ["EVENT_RETENTION_DAYS", "99999999999"],
    ["EVENT_CONTENT_RETENTION_DAYS", "99999999999"],
    ["SHUTDOWN_SECONDS", "Infinity"],
    ["SNAPSHOT_MAX_AGE_HOURS", "-1"],
    ["DATABASE_URL", "mysql://here/db"],
    ["DATABASE_URL", "postgresql://here:port/db"],
    ["DATABASE_URL", "postgresql://"],
    ["DATABASE_URL", "postgresql://user:hidden@here:70000/db"],
    ["REDIS_URL", "redis://here:99999"],
    ["SMTP_URL", "smtp://"],
    ["UNDERSTUDY_URL", "prompts.example.com"],
    ["UNDERSTUDY_URL", "https://example.com/understudy"],
    ["UNDERSTUDY_URL", "https://user:hidden@example.com"],
    ["ENCRYPTION_KEYS", "short"],
    ["ENCRYPTION_KEYS", `a:${key("A")},a:${key("B")}`],
    ["NEXTAUTH_SECRET", "short"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s", (name, value) => {
    const found = faults({ [name]: value, SMTP_FROM: "a@example.com" });
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${name}: .{8,}`))]);
    expect(found[0]).not.toContain("hidden");
  });
});

test.each([
  ["DATABASE_URL", "postgresql://user:p%40ss@db.internal:5432/understudy?sslmode=verify-full"],
  ["DATABASE_URL", "postgresql://user@%2Fvar%2Frun%2Fpostgresql/understudy"],
  ["DATABASE_URL", "postgres:///understudy?host=/var/run/postgresql"],
  ["DATABASE_URL", "postgresql://user:secret@[::1]:5432/understudy"],
  ["REDIS_URL", "rediss://:secret@cache.internal:6380/1"],
  ["SMTP_URL", "smtp://user%40example.com:secret@mail.example.com:587?pool=true"],
  ["UNDERSTUDY_URL", "https://prompts.example.com/"],
  ["UNDERSTUDY_URL", "http://192.168.0.9:3000"],
  ["ENCRYPTION_KEYS", `new:${key("A")}=,old:${key("B")}=`],
])("%s=%s is accepted", (name, value) => {
  expect(faults({ [name]: value, SMTP_FROM: "a@example.com" })).toEqual([]);
});
