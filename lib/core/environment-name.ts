import { Prisma } from "./generated/prisma/client";

type EnvironmentNames = { name: string; formerNames?: readonly string[] };

/** Whether an environment has this name, or had it. Pure. */
export const hasName = ({ name, formerNames = [] }: EnvironmentNames, requested: string): boolean =>
  name === requested || formerNames.includes(requested);

/** A Prisma condition: this is the environment's current or former name. The query must also filter by workspace. */
export const environmentCalled = (name: string) => ({ OR: [{ name }, { formerNames: { has: name } }] });

/** The same condition in SQL, on `environments e`. */
export const hasNameSql = (name: string) => Prisma.sql`(e.name = ${name} or ${name} = any(e.former_names))`;
