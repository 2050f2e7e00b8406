import { sha256Hex } from "@/lib/core/hash";

/** What stays of a user id in the audit log and in a deletion: who knows the id can find it again. */
export const hashOfUser = (workspaceId: string, userId: string): string => sha256Hex(`${workspaceId}\0${userId}`);
