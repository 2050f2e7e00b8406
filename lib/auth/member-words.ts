import { AppError } from "@/lib/core/errors";
import type { MemberRefusal } from "./member-rules";
import { aRole } from "./role-words";

/** The refusal as a sentence. Pure. */
function memberRefusalWords(refused: MemberRefusal): string {
  switch (refused.code) {
    case "last_owner":
      return `${refused.isSelf ? "You are" : "This is"} the only owner. Make someone else an owner first: a workspace keeps at least one.`;
    case "role_above_own": {
      const who =
        refused.role === "owner" ? "Only owners can make other owners." : "Nobody can give a role above their own.";
      return `${who} Your role is ${refused.acting}.`;
    }
    case "member_above":
      return `${aRole(refused.acting).replace(/^a/, "A")} does not change ${aRole(refused.role)}.`;
    case "changes_no_members":
      return `The role ${refused.acting} may not change members.`;
    case "own_sessions":
      return "End your own sessions on your account page.";
  }
}

/** The refusal as an error: 409 `last_owner` or 403 `forbidden`. */
export const memberRefusalError = (refused: MemberRefusal): AppError =>
  new AppError(refused.code === "last_owner" ? "last_owner" : "forbidden", memberRefusalWords(refused));
