"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { makeResetLink } from "@/lib/auth/account-links/commands/reset-password";
import { inviteMember, revokeInvitation } from "@/lib/auth/commands/invitations";
import {
  changeMemberRole,
  leaveWorkspace,
  removeMember,
  restoreMember,
  transferOwnership,
} from "@/lib/auth/commands/members";
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

/** Creates an invitation. Its link is returned only here. */
export const invite = defineAction(inviteMemberInput, inviteMember);

/** Revokes an invitation. */
export const revoke = defineAction(invitationIdInput, revokeInvitation);

/** Changes the role of a member. */
export const changeRole = defineAction(changeMemberRoleInput, changeMemberRole);

/** Ends a membership. */
export const remove = defineAction(removeMemberInput, removeMember);

/** Restores a removed member. */
export const restore = defineAction(memberIdInput, restoreMember);

/** Lists the active keys that a member owns. */
export const keysOf = defineAction(memberIdInput, listKeysOf);

/** Signs a member out everywhere. */
export const endSessions = defineAction(memberIdInput, endMemberSessions);

/** Creates a link that sets a member's password, for owners. */
export const passwordLink = defineAction(memberIdInput, makeResetLink);

/** Transfers ownership from the current person to another member. */
export const transfer = defineAction(transferOwnershipInput, async (actor, input) => {
  const person = await getSessionPerson();
  if (!person) throw new AppError("unauthenticated", "You are not signed in any more. Sign in again.");
  return transferOwnership(actor, person, input);
});

/** Ends the current person's membership. */
export const leave = defineAction(leaveWorkspaceInput, leaveWorkspace);

const cursor = z.object({ cursor: z.string().max(2_000) });

/** Returns the next page of members. */
export const loadMoreMembers = defineAction(cursor, (actor, input) => listMembers(actor, { limit: 100, ...input }));

/** Returns the next page of invitations. */
export const loadMoreInvitations = defineAction(cursor, (actor, input) =>
  listInvitations(actor, { limit: 100, ...input }),
);

/** Starts the verification of a domain. */
export const makeDomain = defineAction(addDomainInput, addDomain);

/** Checks the DNS record of a domain. */
export const proveDomain = defineAction(domainIdInput, (actor, input) => verifyDomain(actor, input));

/** Lets people with an address of a domain join. */
export const openDomain = defineAction(letJoinInput, letJoin);

/** Removes a domain. */
export const dropDomain = defineAction(domainIdInput, removeDomain);

/** Creates a SCIM token. It is returned only here. */
export const makeScimToken = defineAction(createScimTokenInput, (actor) => createScimToken(actor));

/** Revokes a SCIM token. */
export const revokeScim = defineAction(scimTokenIdInput, revokeScimToken);
