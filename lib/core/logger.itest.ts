import { expect, it } from "vitest";
import { prisma } from "./db";
import { describeError } from "./logger";

const table = "create temporary table refused (a text not null, b text check (b <> 'x'), c int unique) on commit drop";

it.each([
  ["22P02", "select 'secret'::int"],
  ["22P02", `select '{"input": secret}'::json`],
  ["22007", `select 'two "lines":\n "secret"\nsecret'::date`],
  ["23514", `do $$ begin ${table}; insert into refused values ('secret', 'x'); end $$`],
  ["23502", `do $$ begin ${table}; insert into refused values (null, 'secret'); end $$`],
])("a value that PostgreSQL refuses is not in the log: %s", async (sqlState, text) => {
  const error: unknown = await prisma()
    .$executeRawUnsafe(text)
    .catch((fault: unknown) => fault);
  const logged = describeError(error);
  expect(logged).toMatchObject({
    sqlState,
    message: expect.stringMatching(/\w/),
    stack: expect.stringContaining(" at "),
  });
  expect(JSON.stringify(logged)).not.toContain("secret");
});

it("what a call of Prisma got is not in the log", async () => {
  const data = { name: "secret", slug: 3 } as unknown as { name: string; slug: string };
  const error: unknown = await prisma()
    .workspace.create({ data })
    .catch((fault: unknown) => fault);
  expect(error).toMatchObject({ name: "PrismaClientValidationError" });
  expect(JSON.stringify(describeError(error))).not.toContain("secret");
});
