import { z } from "zod";
import { isTimeZone } from "@/lib/core/time-zone";
import { codedIssue } from "@/lib/core/validation";
import { keyScopeRights, type Permission } from "./authorize";
import { normaliseEmail } from "./email";
import { hasUnseen, tidyName } from "./person-name";
import { slugFault } from "./workspace-slug";

export const apiKeyRights = z
  .array(z.enum(keyScopeRights.manage as [Permission, ...Permission[]]))
  .min(1)
  .max(100);
/** Names, or "all": those added later too. */
export const apiKeyEnvironments = z.union([z.literal("all"), z.array(z.string().min(1).max(63)).min(1).max(50)]);

/**
 * A new API key. `environments` are names; "all" includes those added later. Without `rights` it gets those of its scope
 * that reach neither the whole workspace nor other keys.
 */
export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "A key needs a name.").max(100),
  scope: z.enum(["runtime", "manage"]),
  environments: apiKeyEnvironments,
  rights: apiKeyRights.optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

/** What happens to the keys that hang on what ends: revoked, unless they are kept. */
const dependents = z.enum(["revoke", "keep"]).default("revoke");

export const apiKeyIdInput = z.strictObject({ id: z.uuid() });
export type ApiKeyIdInput = z.infer<typeof apiKeyIdInput>;

/** Takes rights away: what is left are those of `rights` that the key holds. */
export const narrowApiKeyInput = z.strictObject({ id: z.uuid(), rights: apiKeyRights });
export type NarrowApiKeyInput = z.infer<typeof narrowApiKeyInput>;

/** `dependents` are keys that this one made. */
export const revokeApiKeyInput = z.strictObject({ id: z.uuid(), dependents });
export type RevokeApiKeyInput = z.input<typeof revokeApiKeyInput>;

/** Rotation: the old key goes on for `overlapHours` (0 to 720), then expires. */
export const rotateApiKeyInput = z.strictObject({ id: z.uuid(), overlapHours: z.number().min(0).max(720).default(24) });
export type RotateApiKeyInput = z.input<typeof rotateApiKeyInput>;

const roleName = z.enum(["viewer", "editor", "publisher", "admin", "owner"]);
const personName = z
  .string()
  .overwrite(tidyName)
  .min(1, "Write a name.")
  .max(100, "A name has at most 100 characters.")
  .superRefine((name, ctx) => {
    if (hasUnseen(name)) ctx.addIssue(codedIssue("invalid_character", "A name cannot contain invisible characters."));
  });

/** A new password. At least 12 characters: length is what makes it hard to guess. */
export const newPassword = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(1_000, "A password has at most 1,000 characters.");

/** An address, in the form in which it is stored. */
export const emailAddress = z
  .string()
  .max(320)
  .overwrite(normaliseEmail)
  .regex(z.regexes.email, "Enter a complete address, such as name@company.com.");

/** An invitation for one address. */
export const inviteMemberInput = z.strictObject({ email: emailAddress, role: roleName });
export type InviteMemberInput = z.output<typeof inviteMemberInput>;

export const invitationIdInput = z.strictObject({ id: z.guid() });
export type InvitationIdInput = z.infer<typeof invitationIdInput>;

/** Joining with the account that is signed in. */
export const acceptInvitationInput = z.strictObject({ token: z.string().min(1).max(200) });
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

/** Joining with an account made on the spot. */
export const joinWithAccountInput = z.strictObject({
  token: z.string().min(1).max(200),
  name: personName,
  password: newPassword,
});
export type JoinWithAccountInput = z.infer<typeof joinWithAccountInput>;

/** `id` is the person's. */
export const changeMemberRoleInput = z.strictObject({ id: z.guid(), role: roleName, keys: dependents });
export type ChangeMemberRoleInput = z.input<typeof changeMemberRoleInput>;

/** `keys` are those that the member owns. */
export const removeMemberInput = z.strictObject({ id: z.guid(), keys: dependents });
export type RemoveMemberInput = z.input<typeof removeMemberInput>;

export const leaveWorkspaceInput = z.strictObject({});

export const memberIdInput = z.strictObject({ id: z.guid() });
export type MemberIdInput = z.infer<typeof memberIdInput>;

const workspaceName = z.string().trim().min(1, "Write a name.").max(80, "A name has at most 80 characters.");

/**
 * What is left out stays. `requiresProof`: risky acts ask for a proof of identity of the last 10 minutes.
 * `requiresSecondFactor`: members who signed in with a password alone may do nothing.
 */
export const changeWorkspaceInput = z.strictObject({
  name: workspaceName.optional(),
  requiresProof: z.boolean().optional(),
  requiresSecondFactor: z.boolean().optional(),
});
export type ChangeWorkspaceInput = z.infer<typeof changeWorkspaceInput>;

/** `slug`: the workspace's, typed by whoever deletes it. */
export const deleteWorkspaceInput = z.strictObject({ slug: z.string().trim().max(80) });
export type DeleteWorkspaceInput = z.infer<typeof deleteWorkspaceInput>;

/** `id`: the member who becomes an owner; `slug`: the workspace's, typed by whoever hands it over. */
export const transferOwnershipInput = memberIdInput.extend({ slug: z.string().trim().max(80) });
export type TransferOwnershipInput = z.infer<typeof transferOwnershipInput>;

export const keepWorkspaceInput = z.strictObject({});

/** `slug` stands in every address of the workspace; it does not change afterwards. */
export const createWorkspaceInput = z.strictObject({
  name: workspaceName,
  slug: z.string().superRefine((slug, ctx) => {
    const fault = slugFault(slug);
    if (fault) ctx.addIssue(codedIssue("invalid_name", fault));
  }),
});
export type CreateWorkspaceInput = z.infer<typeof createWorkspaceInput>;

export const renamePersonInput = z.strictObject({ name: personName });
export type RenamePersonInput = z.infer<typeof renamePersonInput>;

export const changePasswordInput = z.strictObject({ current: z.string().min(1).max(1_000), next: newPassword });
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** The kinds of e-mail a person can turn off. */
const mailKinds = ["review_asked", "mentioned", "review_answered", "digest"] as const;

export const muteMailsInput = z.strictObject({ muted: z.array(z.enum(mailKinds)).max(mailKinds.length) });
export type MuteMailsInput = z.infer<typeof muteMailsInput>;

/** A zone by its IANA name; null: that of the browser. */
export const timeZoneInput = z.strictObject({
  timeZone: z.string().max(64).refine(isTimeZone, "This is not the name of a time zone.").nullable(),
});
export type TimeZoneInput = z.infer<typeof timeZoneInput>;
