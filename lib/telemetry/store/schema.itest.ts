import { expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { changeOf, migrationsTable, storeMigrations } from "./schema";

const store = clickHouse();
const statements = [
  migrationsTable("main"),
  ...storeMigrations.flatMap((migration) => migration.statements("main")),
  changeOf("interactions", "main", "update user_id = '' where id = 'a'"),
];

// The test has no cluster. ClickHouse's parser checks the statements for one.
it.skipIf(!store)("statements for a cluster are valid, and contain its name (npm run test:clickhouse)", async () => {
  for (const statement of statements) {
    const [row] =
      (await store?.rows<{ text: string }>("select formatQuery({statement:String}) as text", { statement })) ?? [];
    expect(row?.text).toContain("ON CLUSTER main");
  }
  await expect(
    store?.rows("select formatQuery({statement:String})", { statement: "create table a (b Int8) engin = Memory" }),
  ).rejects.toThrow(/SYNTAX_ERROR|Syntax error/i);
});
