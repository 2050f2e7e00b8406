import { Prisma } from "./generated/prisma/client";

type EnvironmentNames = { name: string; formerNames?: readonly string[] };

/** Whether an environment has this name, or had it. Pure. */
export const hasName = ({ name, formerNames = [] }: EnvironmentNames, requested: string): boolean =>
  name === requested || formerNames.includes(requested);

/** As a condition on a row: this is the environment's name, or was. The workspace must stand beside it. */
export const environmentCalled = (name: string) => ({ OR: [{ name }, { formerNames: { has: name } }] });

/** The same on `environments e` of a statement. */
export const isCalledSql = (name: string) => Prisma.sql`(e.name = ${name} or ${name} = any(e.former_names))`;
