import { sha256Hex } from "@/lib/core/hash";

/** The hash of a user id in the audit log and in a deletion. It can be found again only with the id. */
export const hashOfUser = (workspaceId: string, userId: string): string => sha256Hex(`${workspaceId}\0${userId}`);
