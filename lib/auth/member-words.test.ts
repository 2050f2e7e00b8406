import { expect, test } from "vitest";
import type { MemberRefusal } from "./member-rules";
import { memberRefusalError } from "./member-words";

test.each<[MemberRefusal, string, string]>([
  [
    { code: "last_owner", isSelf: true },
    "last_owner",
    "You are the only owner. Make someone else an owner first: a workspace keeps at least one.",
  ],
  [
    { code: "last_owner", isSelf: false },
    "last_owner",
    "This is the only owner. Make someone else an owner first: a workspace keeps at least one.",
  ],
  [
    { code: "role_above_own", acting: "admin", role: "owner" },
    "forbidden",
    "Only owners can make other owners. Your role is admin.",
  ],
  [
    { code: "role_above_own", acting: "editor", role: "admin" },
    "forbidden",
    "Nobody can give a role above their own. Your role is editor.",
  ],
  [{ code: "member_above", acting: "admin", role: "owner" }, "forbidden", "An admin does not change an owner."],
  [{ code: "member_above", acting: "publisher", role: "admin" }, "forbidden", "A publisher does not change an admin."],
  [{ code: "changes_no_members", acting: "viewer" }, "forbidden", "The role viewer may not change members."],
  [{ code: "own_sessions" }, "forbidden", "End your own sessions on your account page."],
])("%o has the code %s and its sentence", (refused, code, message) => {
  const error = memberRefusalError(refused);
  expect([error.code, error.message]).toEqual([code, message]);
});
