import type { ClickHouse } from "@/lib/core/clickhouse";
import { singleton } from "@/lib/core/singleton";
import { migrationsTable, storeMigrations } from "../schema";

const migrated = () => singleton("store-migrated", () => ({ isDone: false }));

/** Applies the missing migrations to this ClickHouse, once per process. Idempotent. */
export async function migrateStore(store: ClickHouse): Promise<void> {
  if (migrated().isDone) return;
  await store.run(migrationsTable(store.cluster));
  const applied = await store.rows<{ name: string }>("select name from understudy_migrations");
  for (const { name, statements } of storeMigrations) {
    if (applied.some((one) => one.name === name)) continue;
    for (const statement of statements(store.cluster)) await store.run(statement);
    await store.run("insert into understudy_migrations (name) values ({name:String})", { name });
  }
  migrated().isDone = true;
}
