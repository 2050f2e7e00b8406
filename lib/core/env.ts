import { z } from "zod";
import { imageHostPattern, readImageHosts } from "./image-hosts";
import { singleton } from "./singleton";

const optional = <T extends z.ZodType>(schema: T) => schema.optional();
const positive = z.coerce.number().int().positive();
/** A hundred years. Later dates could not be computed. */
const mostDays = 36_500;
const days = (least: number) => z.coerce.number().int().min(least, `must be at least ${least}`).max(mostDays);

/** An address of a server with one of these protocols. */
const server = (protocols: readonly string[], words: string) =>
  z.string().refine((text) => {
    const [, protocol = "", rest] = /^(\w+):\/\/(.+)$/.exec(text) ?? [];
    return rest !== undefined && protocols.includes(protocol) && URL.canParse(text);
  }, words);

/** The address of this server in a browser. Pages have no prefix. */
function isOrigin(text: string): boolean {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false;
  const { origin, href } = new URL(text);
  return href === `${origin}/`;
}

const postgres = server(
  ["postgres", "postgresql"],
  "must be an address of PostgreSQL: postgresql://user:password@host:5432/database",
);

const schema = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: optional(z.string()),
    NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
    /** The part of the instance that this command starts. `all` starts every part. */
    UNDERSTUDY_ROLE: z.enum(["all", "runtime", "studio", "worker"]).default("all"),
    /** The number of runtime processes that share the port. The default is one per processor, at least two. */
    RUNTIME_PROCESSES: optional(positive.max(64)),
    /** Where a runtime without a local studio redirects pages and the management API. */
    STUDIO_URL: optional(z.url({ protocol: /^https?$/ })),
    UNDERSTUDY_DATA_DIR: z.string().min(1).default(".data"),
    UNDERSTUDY_SEED: z.enum(["demo", "empty"]).default("demo"),
    UNDERSTUDY_URL: optional(
      z.string().refine(isOrigin, "must be a protocol and a host without a path: https://prompts.example.com"),
    ),
    DATABASE_URL: optional(postgres),
    DATABASE_POOL_MAX: positive.max(1_000).default(10),
    /**
     * The kind of pooler: "transaction" for PgBouncer in transaction mode, which does not keep a session for a client.
     */
    DATABASE_POOLER: optional(z.enum(["transaction"], 'must be "transaction", or not set')),
    /** The address of the server behind the pooler. Migrations need their own session. */
    DATABASE_DIRECT_URL: optional(postgres),
    /** Long-term storage of answers beside PostgreSQL: http(s)://user:password@host:8123/database. */
    CLICKHOUSE_URL: optional(z.url({ protocol: /^https?$/ })),
    /** The name of the cluster in ClickHouse's configuration, if there is one. */
    CLICKHOUSE_CLUSTER: optional(z.string().regex(/^[\w-]{1,64}$/, "must be letters, digits, _ and -")),
    /** With ClickHouse: PostgreSQL drops copied months of events whose last day is older than this number of days. */
    EVENTS_HOT_DAYS: optional(days(35)),
    /**
     * The maximum size in MB of events in PostgreSQL that wait for storage in ClickHouse only. Above it, events get
     * 503.
     */
    EVENTS_WAITING_MB: z.coerce.number().int().min(1).default(4096),
    REDIS_URL: optional(server(["redis", "rediss"], "must be an address of Redis: redis://host:6379 or rediss://…")),
    UPSTASH_REDIS_REST_URL: optional(z.url({ protocol: /^https?$/ })),
    UPSTASH_REDIS_REST_TOKEN: optional(z.string()),
    NEXTAUTH_SECRET: optional(z.string().min(32, "must have at least 32 characters")),
    /** Encryption keys of stored secrets, newest first: "id:base64,id:base64" of 32 bytes each. */
    ENCRYPTION_KEYS: optional(
      z
        .string()
        .regex(
          /^[a-z0-9-]{1,20}:[A-Za-z0-9+/_-]{43}=?(,[a-z0-9-]{1,20}:[A-Za-z0-9+/_-]{43}=?)*$/,
          'must be "id:key,id:key": ids of small letters and digits, keys of 32 bytes in base64, the newest first',
        )
        .refine((text) => {
          const ids = text.split(",").map((entry) => entry.split(":")[0]);
          return new Set(ids).size === ids.length;
        }, "has one id twice: give each key an id of its own"),
    ),
    /** Private hosts (host or host:port, comma-separated) that outgoing requests may reach. */
    OUTGOING_ALLOWED_HOSTS: optional(z.string()),
    /** Hosts (comma-separated, "*." for all subdomains) from which pages may load images over HTTPS. */
    IMAGE_HOSTS: optional(
      z
        .string()
        .refine(
          (text) => readImageHosts(text).every((entry) => imageHostPattern.test(entry)),
          'must be hosts without https://, with commas between them: "cdn.example.com,*.example.org"',
        ),
    ),
    /** Sign-in with an identity provider. Each needs both id and secret. */
    GOOGLE_CLIENT_ID: optional(z.string()),
    GOOGLE_CLIENT_SECRET: optional(z.string()),
    GITHUB_CLIENT_ID: optional(z.string()),
    GITHUB_CLIENT_SECRET: optional(z.string()),
    OIDC_ISSUER: optional(z.url({ protocol: /^https?$/ })),
    OIDC_CLIENT_ID: optional(z.string()),
    OIDC_CLIENT_SECRET: optional(z.string()),
    OIDC_NAME: optional(z.string().max(40)),
    METRICS_TOKEN: optional(z.string().min(16, "must have at least 16 characters")),
    CRON_SECRET: optional(z.string().min(16, "must have at least 16 characters")),
    /** The mail server: smtp://user:password@host:587 or smtps://… Without it no e-mail is sent. */
    SMTP_URL: optional(
      server(["smtp", "smtps"], "must be an address of a mail server: smtp://user:password@host:587 or smtps://…"),
    ),
    SMTP_FROM: optional(z.string().min(3)),
    /** The retention of events in days. A month is dropped when its last day is older. */
    EVENT_RETENTION_DAYS: days(35).default(90),
    /** The retention of model inputs and outputs in days, at most that of the events. */
    EVENT_CONTENT_RETENTION_DAYS: optional(days(1)),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    /** The number of trusted proxies in front, for the client's address. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(32).default(0),
    /**
     * The maximum age of a runtime's snapshot, and the time for which keys are accepted without the database. 0
     * disables snapshots.
     */
    SNAPSHOT_MAX_AGE_HOURS: z.coerce.number().min(0).max(720).default(24),
    /** How long requests are still accepted after SIGTERM, while /readyz already fails. */
    SHUTDOWN_GRACE_SECONDS: z.coerce.number().min(0).max(20).default(2),
    /** The time limit for the whole shutdown. Connections that are still open are then closed. */
    SHUTDOWN_SECONDS: z.coerce.number().min(5).max(600).default(30),
  })
  .refine((env) => !env.DATABASE_POOLER || (env.DATABASE_URL && env.DATABASE_DIRECT_URL), {
    path: ["DATABASE_DIRECT_URL"],
    message: "with DATABASE_POOLER=transaction set DATABASE_URL to the pooler and this to PostgreSQL, for migrations",
  })
  .refine((env) => env.CLICKHOUSE_URL || !env.CLICKHOUSE_CLUSTER, {
    path: ["CLICKHOUSE_CLUSTER"],
    message: "set CLICKHOUSE_URL as well: this names a cluster of it",
  })
  .refine((env) => env.CLICKHOUSE_URL || !env.EVENTS_HOT_DAYS, {
    path: ["EVENTS_HOT_DAYS"],
    message: "set CLICKHOUSE_URL as well: PostgreSQL drops only data that ClickHouse has",
  })
  .refine((env) => !env.UPSTASH_REDIS_REST_URL === !env.UPSTASH_REDIS_REST_TOKEN, {
    path: ["UPSTASH_REDIS_REST_TOKEN"],
    message: "set both UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, or neither",
  })
  .refine((env) => !env.SMTP_URL || env.SMTP_FROM, {
    path: ["SMTP_FROM"],
    message: "set the sender's address beside SMTP_URL: Understudy <understudy@example.com>",
  })
  .refine((env) => !env.GOOGLE_CLIENT_ID === !env.GOOGLE_CLIENT_SECRET, {
    path: ["GOOGLE_CLIENT_SECRET"],
    message: "set both GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or neither",
  })
  .refine((env) => !env.GITHUB_CLIENT_ID === !env.GITHUB_CLIENT_SECRET, {
    path: ["GITHUB_CLIENT_SECRET"],
    message: "set both GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET, or neither",
  })
  .refine((env) => !env.OIDC_ISSUER === !env.OIDC_CLIENT_ID && !env.OIDC_ISSUER === !env.OIDC_CLIENT_SECRET, {
    path: ["OIDC_ISSUER"],
    message: "set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them",
  });

export type Env = z.infer<typeof schema>;

/** Reads the settings. Empty ones count as not set. Throws one sentence per invalid variable that says what to set. */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const set = Object.entries(source).filter(([, value]) => value?.trim());
  const result = schema.safeParse(Object.fromEntries(set));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment variables cannot be used.\n  ${lines.join("\n  ")}`);
}

/** The settings of this process, read at first use, after the server has added its own to the environment. */
export function env(): Env {
  return singleton("env", () => parseEnv(process.env));
}

/**
 * Adds settings determined at startup (embedded database, generated secret) to the environment, where they are not set.
 */
export function provideEnv(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) if (!process.env[name]?.trim()) process.env[name] = value;
}
