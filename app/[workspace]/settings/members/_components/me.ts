import type { Role } from "@/lib/core/generated/prisma/enums";

/** The current person. The roles that they may give determine which members they can change. */
export type Me = { id: string; role: Role; gives: readonly Role[] };
