import type { Role } from "@/lib/core/generated/prisma/enums";

/** The person looking: what they may give decides what they may touch. */
export type Me = { id: string; role: Role; gives: readonly Role[] };

export type CurrentWorkspace = { slug: string; name: string; url: string; isMailSetUp: boolean };
