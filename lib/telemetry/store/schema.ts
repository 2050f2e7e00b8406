/** The ClickHouse tables and their migrations. Applied migrations are recorded in `understudy_migrations`. Pure. */

export type StoreMigration = { name: string; statements: (cluster: string | null) => string[] };

type Table = {
  name: string;
  columns: string;
  /**
   * The sorting key, which identifies a row. Of two rows with the same key, the one with the higher revision counts.
   */
  key: string;
  /** The sharding key of a cluster. All copies of a row are on one shard. */
  shardBy: string;
};

const onCluster = (cluster: string | null) => (cluster === null ? "" : ` on cluster '${cluster}'`);

/** The name of the table that stores rows. In a cluster, each shard has its own local table. */
const heldIn = (name: string, cluster: string | null) => (cluster === null ? name : `${name}_local`);

/** A mutation or change of the stored rows, on every shard. */
export const changeOf = (name: string, cluster: string | null, change: string) =>
  `alter table ${heldIn(name, cluster)}${onCluster(cluster)} ${change}`;

function tableStatements({ name, columns, key, shardBy }: Table, cluster: string | null): string[] {
  const engine =
    cluster === null
      ? "ReplacingMergeTree(revision)"
      : `ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/${name}', '{replica}', revision)`;
  const held = `create table if not exists ${heldIn(name, cluster)}${onCluster(cluster)} (${columns})
    engine = ${engine}
    partition by toYYYYMM(at) order by ${key} ttl expires_at delete
    settings index_granularity = 8192, ttl_only_drop_parts = 0${cluster === null ? ", non_replicated_deduplication_window = 100" : ""}`;
  if (cluster === null) return [held];
  return [
    held,
    `create table if not exists ${name}${onCluster(cluster)} as ${heldIn(name, cluster)}
      engine = Distributed('${cluster}', currentDatabase(), ${heldIn(name, cluster)}, ${shardBy})`,
  ];
}

/** Adds a column, in a cluster also to the distributed table. */
function addedColumn(name: string, column: string, cluster: string | null): string[] {
  const add = (table: string) => `alter table ${table}${onCluster(cluster)} add column if not exists ${column}`;
  return cluster === null ? [add(name)] : [add(heldIn(name, cluster)), add(name)];
}

const times = "expires_at DateTime('UTC'), contents_expire_at DateTime('UTC')";
const text = (name: string) => `${name} String codec(ZSTD(3))`;
const expiringText = (name: string) => `${text(name)} ttl contents_expire_at`;

/** The text that full-text search reads, in lower case. */
export const searchedText = "lowerUTF8(concat(input, char(10), output, char(10), error))";

// Columns are nullable only where null differs from an empty value. A missing text is an empty string.
const interactions: Table = {
  name: "interactions",
  key: "(workspace_id, at, id)",
  shardBy: "cityHash64(workspace_id, id)",
  columns: `workspace_id UUID, at DateTime64(3, 'UTC') codec(Delta, ZSTD), id String, revision UInt64,
    prompt_id UUID, environment_id UUID, version Int32, reason UInt8, kind UInt8, content_mark UInt8,
    interaction_id String, user_id String, session_id String, trace_id String, parent_id String,
    name LowCardinality(String), model LowCardinality(String), attributes String, attribute_texts Map(LowCardinality(String), String),
    latency_ms Nullable(Float64), ttft_ms Nullable(Float64), cost_usd Nullable(Float64),
    input_tokens Nullable(Int32), output_tokens Nullable(Int32), cached_tokens Nullable(Int32),
    completed Nullable(Bool), refused Nullable(Bool), violation Nullable(Bool), has_content Bool,
    said_at Nullable(DateTime64(3, 'UTC')), thumbs_up Nullable(Bool), stars Nullable(UInt8), edited Nullable(Bool),
    regenerated Nullable(Bool), ${times},
    scores Array(Tuple(metric String, value Nullable(Float64), passed Nullable(Bool))),
    score Nullable(Float64), score_passed Nullable(Bool),
    error String, ${expiringText("comment")}, ${expiringText("input")}, ${expiringText("output")},
    index by_interaction interaction_id type bloom_filter(0.01) granularity 1,
    index by_user user_id type bloom_filter(0.01) granularity 1,
    index by_session session_id type bloom_filter(0.01) granularity 1,
    index by_trace trace_id type bloom_filter(0.01) granularity 1,
    index by_text ${searchedText} type ngrambf_v1(4, 65536, 2, 0) granularity 1`,
};

const spans: Table = {
  name: "spans",
  key: "(workspace_id, trace_id, span_id, at)",
  shardBy: "cityHash64(workspace_id, trace_id)",
  columns: `workspace_id UUID, at DateTime64(3, 'UTC'), revision UInt64, environment_id UUID, kind UInt8,
    duration_ms Float64, ttft_ms Nullable(Float64), cost_usd Nullable(Float64), input_tokens Nullable(Int32),
    output_tokens Nullable(Int32), cached_tokens Nullable(Int32), trace_id String, span_id String, parent_id String,
    name LowCardinality(String), service LowCardinality(String), model LowCardinality(String), session_id String,
    user_id String, interaction_id String, attributes String, ${times},
    error String, ${expiringText("input")}, ${expiringText("output")},
    index by_user user_id type bloom_filter(0.01) granularity 1`,
};

/** The migrations in order. A released migration is never changed. Later changes are new migrations. */
export const storeMigrations: readonly StoreMigration[] = [
  { name: "0001_interactions", statements: (cluster) => tableStatements(interactions, cluster) },
  { name: "0002_spans", statements: (cluster) => tableStatements(spans, cluster) },
  {
    name: "0003_direct",
    statements: (cluster) => addedColumn("interactions", "is_direct Bool default false", cluster),
  },
  {
    // Marks another report of an interaction that the rollup already counted: it is not a second use.
    name: "0004_repeats",
    statements: (cluster) => addedColumn("interactions", "is_repeat Bool default false", cluster),
  },
  {
    name: "0005_direct_spans",
    statements: (cluster) => addedColumn("spans", "is_direct Bool default false", cluster),
  },
  {
    // The API key that sent it. All zeros without a key, and in rows that are older than this column.
    name: "0006_keys",
    statements: (cluster) => addedColumn("interactions", "key_id UUID", cluster),
  },
];

/** The table of applied migrations. Each server of a cluster has its own. */
export const migrationsTable = (cluster: string | null) =>
  `create table if not exists understudy_migrations${onCluster(cluster)} (name String, at DateTime('UTC') default now())
    engine = ${cluster === null ? "MergeTree" : "ReplicatedMergeTree('/clickhouse/tables/all/{database}/understudy_migrations', '{replica}')"}
    order by name`;
