"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { makeResetLink } from "@/lib/auth/account-links/commands/reset-password";
import { changeMemberRole } from "@/lib/auth/commands/change-member-role";
import { inviteMember } from "@/lib/auth/commands/invite-member";
import { leaveWorkspace, removeMember } from "@/lib/auth/commands/remove-member";
import { restoreMember } from "@/lib/auth/commands/restore-member";
import { revokeInvitation } from "@/lib/auth/commands/revoke-invitation";
import { transferOwnership } from "@/lib/auth/commands/transfer-ownership";
import { addDomain, letJoin, removeDomain, verifyDomain } from "@/lib/auth/domains/commands";
import { addDomainInput, domainIdInput, letJoinInput } from "@/lib/auth/domains/schema";
import { listInvitations } from "@/lib/auth/queries/invitations";
import { listKeysOf } from "@/lib/auth/queries/key-details";
import { listMembers } from "@/lib/auth/queries/members";
import {
  changeMemberRoleInput,
  invitationIdInput,
  inviteMemberInput,
  leaveWorkspaceInput,
  memberIdInput,
  removeMemberInput,
  transferOwnershipInput,
} from "@/lib/auth/schema";
import { createScimToken, revokeScimToken } from "@/lib/auth/scim/commands/tokens";
import { createScimTokenInput, scimTokenIdInput } from "@/lib/auth/scim/schema";
import { getSessionPerson } from "@/lib/auth/session";
import { endMemberSessions } from "@/lib/auth/sessions/commands";
import { AppError } from "@/lib/core/errors";

/** Makes an invitation; its link is known in this answer only. */
export const invite = defineAction(inviteMemberInput, inviteMember);

/** Takes an invitation back. */
export const revoke = defineAction(invitationIdInput, revokeInvitation);

/** Gives a member another role. */
export const changeRole = defineAction(changeMemberRoleInput, changeMemberRole);

/** Ends a membership. */
export const remove = defineAction(removeMemberInput, removeMember);

/** Takes a removal back. */
export const restore = defineAction(memberIdInput, restoreMember);

/** The active keys that a member owns. */
export const keysOf = defineAction(memberIdInput, listKeysOf);

/** Signs a member out everywhere. */
export const endSessions = defineAction(memberIdInput, endMemberSessions);

/** A link that sets a member's password, for owners. */
export const passwordLink = defineAction(memberIdInput, makeResetLink);

/** Makes another member the owner in place of the person who acts. */
export const transfer = defineAction(transferOwnershipInput, async (actor, input) => {
  const person = await getSessionPerson();
  if (!person) throw new AppError("unauthenticated", "You are not signed in any more. Sign in again.");
  return transferOwnership(actor, person, input);
});

/** Ends one's own membership. */
export const leave = defineAction(leaveWorkspaceInput, leaveWorkspace);

const cursor = z.object({ cursor: z.string().max(2_000) });

/** The next page of members. */
export const loadMoreMembers = defineAction(cursor, (actor, input) => listMembers(actor, { limit: 100, ...input }));

/** The next page of invitations. */
export const loadMoreInvitations = defineAction(cursor, (actor, input) =>
  listInvitations(actor, { limit: 100, ...input }),
);

/** Begins to prove a domain. */
export const makeDomain = defineAction(addDomainInput, addDomain);

/** Looks for the record of a domain. */
export const proveDomain = defineAction(domainIdInput, (actor, input) => verifyDomain(actor, input));

/** Lets people with an address of a domain join. */
export const openDomain = defineAction(letJoinInput, letJoin);

/** Gives a domain up. */
export const dropDomain = defineAction(domainIdInput, removeDomain);

/** Makes a SCIM token; it is known in this answer only. */
export const makeScimToken = defineAction(createScimTokenInput, (actor) => createScimToken(actor));

/** Revokes a SCIM token. */
export const revokeScim = defineAction(scimTokenIdInput, revokeScimToken);
