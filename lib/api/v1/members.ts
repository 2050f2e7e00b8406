import { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import { inviteMember, revokeInvitation } from "@/lib/auth/commands/invitations";
import { changeMemberRole, removeMember, restoreMember } from "@/lib/auth/commands/members";
import { changeWorkspace } from "@/lib/auth/commands/workspaces";
import { invitationView, listInvitations } from "@/lib/auth/queries/invitations";
import { listMembers, memberView } from "@/lib/auth/queries/members";
import { getWorkspace, workspaceView } from "@/lib/auth/queries/memberships";
import { changeMemberRoleInput, changeWorkspaceInput, inviteMemberInput } from "@/lib/auth/schema";
import { endMemberSessions } from "@/lib/auth/sessions/commands";
import { created, ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endedSessions = z
  .strictObject({ ended: z.int().meta({ description: "The number of sessions that were ended." }) })
  .meta({ id: "EndedSessions" });

const newInvitationView = invitationView
  .extend({
    token: z.string().nullable().meta({
      description: "The token of the invitation, shown only in this answer; null if the link was sent by e-mail.",
    }),
    path: z
      .string()
      .nullable()
      .meta({ description: "The path of the page for this token. Put this server's address before it." }),
  })
  .meta({ id: "NewInvitation" });

const endpoint = endpointsOf("Members");
const workspaceEndpoint = endpointsOf("Workspace");

const members = [
  endpoint({
    id: "listMembers",
    method: "get",
    path: "/members",
    summary: "List members, oldest first",
    permission: "member:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of members.", schema: pageOf(memberView) },
    run: ({ actor, query }) => listMembers(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "changeMemberRole",
    method: "patch",
    path: "/members/{id}",
    summary: "Change the role of a member",
    description:
      'A key acts as an admin, so it cannot make or change owners. The last owner cannot lose the role (409 `last_owner`). When a person is no longer an admin, the keys that they own are revoked; with `keys: "keep"`, they stay valid.',
    permission: "member:write",
    params: idPath,
    body: changeMemberRoleInput.omit({ id: true }),
    answer: { status: 200, description: "The member with the new role.", schema: memberView },
    errors: ["forbidden", "last_owner", "environment_not_allowed"],
    run: ({ actor, params, body }) => changeMemberRole(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "removeMember",
    method: "delete",
    path: "/members/{id}",
    summary: "Remove a member",
    description:
      "The member loses access at once. Their work stays under their name. The keys that they own, and the keys that those keys created, are revoked; with `keys=keep`, they stay valid.",
    permission: "member:write",
    params: idPath,
    query: z.strictObject({ keys: z.enum(["revoke", "keep"]).optional() }),
    answer: { status: 200, description: "The removed member.", schema: memberView },
    errors: ["forbidden", "last_owner", "environment_not_allowed"],
    run: ({ actor, params, query }) => removeMember(actor, { ...params, ...query }),
  }),
  endpoint({
    id: "endMemberSessions",
    method: "post",
    path: "/members/{id}/end-sessions",
    summary: "End all sessions of a member",
    description: "The member is signed out on every device at once. They stay a member and can sign in again.",
    permission: "member:write",
    params: idPath,
    answer: { status: 200, description: "The number of ended sessions.", schema: endedSessions },
    errors: ["forbidden", "environment_not_allowed"],
    run: ({ actor, params }) => endMemberSessions(actor, params),
  }),
  endpoint({
    id: "restoreMember",
    method: "post",
    path: "/members/{id}/restore",
    summary: "Restore a member who was removed in the last 15 minutes",
    permission: "member:write",
    params: idPath,
    idempotency: "stored",
    answer: { status: 200, description: "The member, with their former role.", schema: memberView },
    errors: ["forbidden", "already_exists", "environment_not_allowed"],
    run: ({ actor, params }) => restoreMember(actor, params),
  }),
];

const invitations = [
  endpoint({
    id: "listInvitations",
    method: "get",
    path: "/invitations",
    summary: "List open invitations, newest first",
    permission: "member:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of invitations, without their links.", schema: pageOf(invitationView) },
    run: ({ actor, query }) => listInvitations(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "inviteMember",
    method: "post",
    path: "/invitations",
    summary: "Invite a person by e-mail address",
    description:
      "If the server sends e-mail, the link is sent to the address and is not in the answer. Otherwise, pass on the link yourself. The link is valid for 7 days and works once. A new invitation of the same address replaces the older one.",
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
    summary: "Revoke an invitation",
    permission: "member:write",
    params: idPath,
    answer: { status: 200, description: "The revoked invitation.", schema: invitationView },
    errors: ["forbidden", "invalid_state", "environment_not_allowed"],
    run: ({ actor, params }) => revokeInvitation(actor, params),
  }),
];

const workspace = [
  workspaceEndpoint({
    id: "getWorkspace",
    method: "get",
    path: "/workspace",
    summary: "Get the workspace of the key",
    permission: "prompt:read",
    answer: { status: 200, description: "The name and the address of the workspace.", schema: workspaceView },
    errors: ["not_found"],
    run: ({ actor }) => getWorkspace(actor),
  }),
  workspaceEndpoint({
    id: "changeWorkspace",
    method: "patch",
    path: "/workspace",
    summary: "Change the workspace's name or security rules",
    description:
      "A new `name` does not change the workspace's address in the browser. `requiresProof` says whether members must confirm their password before they change keys or members, or release to protected environments. `requiresSecondFactor` says whether members need more than a password to sign in. Omitted fields do not change.",
    permission: "workspace:write",
    body: changeWorkspaceInput,
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
