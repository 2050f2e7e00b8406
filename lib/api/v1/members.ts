import { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import { changeMemberRole } from "@/lib/auth/commands/change-member-role";
import { changeWorkspace } from "@/lib/auth/commands/change-workspace";
import { inviteMember } from "@/lib/auth/commands/invite-member";
import { removeMember } from "@/lib/auth/commands/remove-member";
import { restoreMember } from "@/lib/auth/commands/restore-member";
import { revokeInvitation } from "@/lib/auth/commands/revoke-invitation";
import { invitationView, listInvitations } from "@/lib/auth/queries/invitations";
import { listMembers, memberView } from "@/lib/auth/queries/members";
import { getWorkspace, workspaceView } from "@/lib/auth/queries/memberships";
import { changeMemberRoleInput, changeWorkspaceInput, inviteMemberInput } from "@/lib/auth/schema";
import { endMemberSessions } from "@/lib/auth/sessions/commands";
import { created, ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { endedSessions, newInvitationView } from "./member-schema";
import { pageOf } from "./schema";

const tag = "Members";

const members = [
  endpoint({
    id: "listMembers",
    method: "get",
    path: "/members",
    tag,
    summary: "List the members, oldest first",
    permission: "member:read",
    query: z.strictObject(pageQuery),
    idempotency: "none",
    answer: { status: 200, description: "A page of members.", schema: pageOf(memberView) },
    errors: ["invalid_limit", "invalid_cursor"],
    async handle({ actor, query }) {
      return ok(await listMembers(actor, toPageRequest(query)));
    },
  }),
  endpoint({
    id: "changeMemberRole",
    method: "patch",
    path: "/members/{id}",
    tag,
    summary: "Give a member another role",
    description:
      'A key counts as an admin: it makes no owners and does not change them. The last owner stays one. A person who is no longer an admin loses the keys they own; `keys: "keep"` keeps them.',
    permission: "member:write",
    params: idPath,
    body: changeMemberRoleInput.omit({ id: true }),
    idempotency: "none",
    answer: { status: 200, description: "The member with the new role.", schema: memberView },
    errors: ["invalid_id", "not_found", "forbidden", "last_owner", "environment_not_allowed"],
    async handle({ actor, params, body }) {
      return ok(await changeMemberRole(actor, { ...params, ...body }));
    },
  }),
  endpoint({
    id: "removeMember",
    method: "delete",
    path: "/members/{id}",
    tag,
    summary: "Remove a member at once",
    description:
      "Their next request is refused. What they wrote is kept under their name. The keys they own are revoked, including keys created by those; `keys=keep` keeps them.",
    permission: "member:write",
    params: idPath,
    query: z.strictObject({ keys: z.enum(["revoke", "keep"]).optional() }),
    idempotency: "none",
    answer: { status: 200, description: "The removed member.", schema: memberView },
    errors: ["invalid_id", "not_found", "forbidden", "last_owner", "environment_not_allowed"],
    async handle({ actor, params, query }) {
      return ok(await removeMember(actor, { ...params, ...query }));
    },
  }),
  endpoint({
    id: "endMemberSessions",
    method: "post",
    path: "/members/{id}/end-sessions",
    tag,
    summary: "Sign a member out everywhere",
    description: "Ends their sessions on every device at once. They stay a member and can sign in again.",
    permission: "member:write",
    params: idPath,
    idempotency: "none",
    answer: { status: 200, description: "How many sessions ended.", schema: endedSessions },
    errors: ["invalid_id", "not_found", "forbidden", "environment_not_allowed"],
    async handle({ actor, params }) {
      return ok(await endMemberSessions(actor, params));
    },
  }),
  endpoint({
    id: "restoreMember",
    method: "post",
    path: "/members/{id}/restore",
    tag,
    summary: "Undo a removal of the last 15 minutes",
    permission: "member:write",
    params: idPath,
    idempotency: "stored",
    answer: { status: 200, description: "The member, with the role they had.", schema: memberView },
    errors: ["invalid_id", "not_found", "forbidden", "already_exists", "environment_not_allowed"],
    async handle({ actor, params }) {
      return ok(await restoreMember(actor, params));
    },
  }),
];

const invitations = [
  endpoint({
    id: "listInvitations",
    method: "get",
    path: "/invitations",
    tag,
    summary: "List the invitations nobody has accepted yet, newest first",
    permission: "member:read",
    query: z.strictObject(pageQuery),
    idempotency: "none",
    answer: { status: 200, description: "A page of invitations, without their links.", schema: pageOf(invitationView) },
    errors: ["invalid_limit", "invalid_cursor"],
    async handle({ actor, query }) {
      return ok(await listInvitations(actor, toPageRequest(query)));
    },
  }),
  endpoint({
    id: "inviteMember",
    method: "post",
    path: "/invitations",
    tag,
    summary: "Invite an address",
    description:
      "Where the server sends e-mail, the link goes to the address and is not in the answer; otherwise pass it on yourself. It is valid for 7 days and works once; inviting the address again ends the older one.",
    permission: "member:write",
    body: inviteMemberInput,
    idempotency: "unstored",
    answer: { status: 201, description: "The invitation with its token, shown only once.", schema: newInvitationView },
    errors: ["forbidden", "already_exists", "environment_not_allowed"],
    async handle({ actor, body }) {
      const made = await inviteMember(actor, body);
      return created({ ...made, path: made.token && `/invitation/${made.token}` });
    },
  }),
  endpoint({
    id: "revokeInvitation",
    method: "delete",
    path: "/invitations/{id}",
    tag,
    summary: "Revoke an invitation",
    permission: "member:write",
    params: idPath,
    idempotency: "none",
    answer: { status: 200, description: "The revoked invitation.", schema: invitationView },
    errors: ["invalid_id", "not_found", "forbidden", "invalid_state", "environment_not_allowed"],
    async handle({ actor, params }) {
      return ok(await revokeInvitation(actor, params));
    },
  }),
];

const workspace = [
  endpoint({
    id: "getWorkspace",
    method: "get",
    path: "/workspace",
    tag: "Workspace",
    summary: "The workspace the key belongs to",
    permission: "prompt:read",
    idempotency: "none",
    answer: { status: 200, description: "Its name and address.", schema: workspaceView },
    errors: ["not_found"],
    async handle({ actor }) {
      return ok(await getWorkspace(actor));
    },
  }),
  endpoint({
    id: "changeWorkspace",
    method: "patch",
    path: "/workspace",
    tag: "Workspace",
    summary: "Change the workspace's name or rules",
    description:
      "`name`: its address in the browser stays. `requiresProof`: whether members give their password before keys, members and releases to protected environments. `requiresSecondFactor`: whether members sign in with more than a password. What is left out stays.",
    permission: "workspace:write",
    body: changeWorkspaceInput,
    idempotency: "none",
    answer: { status: 200, description: "The workspace.", schema: workspaceView },
    errors: ["not_found"],
    async handle({ actor, body }) {
      authorize(actor, "prompt:read"); // needed for the result; checked before anything is changed
      await changeWorkspace(actor, body);
      return ok(await getWorkspace(actor));
    },
  }),
];

export const memberEndpoints = [...members, ...invitations, ...workspace];
