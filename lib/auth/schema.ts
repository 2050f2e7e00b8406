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
/** Names of environments, or "all", which includes those added later. */
export const apiKeyEnvironments = z.union([z.literal("all"), z.array(z.string().min(1).max(63)).min(1).max(50)]);

/**
 * A new API key. `environments` are names; "all" includes those added later. The default `rights` are those of its
 * scope that reach neither the whole workspace nor other keys.
 */
export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "A key needs a name.").max(100),
  scope: z.enum(["runtime", "manage"]),
  environments: apiKeyEnvironments,
  rights: apiKeyRights.optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

/** What happens to the dependent keys: they are revoked or kept. */
const dependents = z.enum(["revoke", "keep"]).default("revoke");

export const apiKeyIdInput = z.strictObject({ id: z.uuid() });
export type ApiKeyIdInput = z.infer<typeof apiKeyIdInput>;

/** Removes rights. The key keeps those of `rights` that it holds. */
export const narrowApiKeyInput = z.strictObject({ id: z.uuid(), rights: apiKeyRights });
export type NarrowApiKeyInput = z.infer<typeof narrowApiKeyInput>;

/** `dependents` are the keys that this key created. */
export const revokeApiKeyInput = z.strictObject({ id: z.uuid(), dependents });
export type RevokeApiKeyInput = z.input<typeof revokeApiKeyInput>;

/** Rotates a key. The old key expires after `overlapHours` (0 to 720). */
export const rotateApiKeyInput = z.strictObject({ id: z.uuid(), overlapHours: z.number().min(0).max(720).default(24) });
export type RotateApiKeyInput = z.input<typeof rotateApiKeyInput>;

const roleName = z.enum(["viewer", "editor", "publisher", "admin", "owner"]);
const personName = z
  .string()
  .overwrite(tidyName)
  .min(1, "Enter a name.")
  .max(100, "A name has at most 100 characters.")
  .superRefine((name, ctx) => {
    if (hasUnseen(name)) ctx.addIssue(codedIssue("invalid_character", "A name cannot contain invisible characters."));
  });

/** A new password. At least 12 characters, because length makes it hard to guess. */
export const newPassword = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(1_000, "A password has at most 1,000 characters.");

/** An e-mail address in its stored form. */
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

/** Joins with the signed-in account. */
export const acceptInvitationInput = z.strictObject({ token: z.string().min(1).max(200) });
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

/** Joins with a new account. */
export const joinWithAccountInput = z.strictObject({
  token: z.string().min(1).max(200),
  name: personName,
  password: newPassword,
});
export type JoinWithAccountInput = z.infer<typeof joinWithAccountInput>;

/** `id` is the id of the person. */
export const changeMemberRoleInput = z.strictObject({ id: z.guid(), role: roleName, keys: dependents });
export type ChangeMemberRoleInput = z.input<typeof changeMemberRoleInput>;

/** `keys` are the keys that the member owns. */
export const removeMemberInput = z.strictObject({ id: z.guid(), keys: dependents });
export type RemoveMemberInput = z.input<typeof removeMemberInput>;

export const leaveWorkspaceInput = z.strictObject({});

export const memberIdInput = z.strictObject({ id: z.guid() });
export type MemberIdInput = z.infer<typeof memberIdInput>;

const workspaceName = z.string().trim().min(1, "Enter a name.").max(80, "A name has at most 80 characters.");

/**
 * Omitted fields keep their value. `requiresProof`: sensitive actions require a proof of identity within the last 10
 * minutes. `requiresSecondFactor`: members who signed in with a password only may do nothing.
 */
export const changeWorkspaceInput = z.strictObject({
  name: workspaceName.optional(),
  requiresProof: z.boolean().optional(),
  requiresSecondFactor: z.boolean().optional(),
});
export type ChangeWorkspaceInput = z.infer<typeof changeWorkspaceInput>;

/** `slug` is the workspace's slug, typed as a confirmation. */
export const deleteWorkspaceInput = z.strictObject({ slug: z.string().trim().max(80) });
export type DeleteWorkspaceInput = z.infer<typeof deleteWorkspaceInput>;

/** `id` is the member who becomes an owner; `slug` is the workspace's slug, typed as a confirmation. */
export const transferOwnershipInput = memberIdInput.extend({ slug: z.string().trim().max(80) });
export type TransferOwnershipInput = z.infer<typeof transferOwnershipInput>;

export const keepWorkspaceInput = z.strictObject({});

/** `slug` is part of every address of the workspace and cannot be changed later. */
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

/** The kinds of e-mail that a person can turn off. */
const mailKinds = ["review_asked", "mentioned", "review_answered", "digest"] as const;

export const muteMailsInput = z.strictObject({ muted: z.array(z.enum(mailKinds)).max(mailKinds.length) });
export type MuteMailsInput = z.infer<typeof muteMailsInput>;

/** A time zone by its IANA name; null means the browser's time zone. */
export const timeZoneInput = z.strictObject({
  timeZone: z.string().max(64).refine(isTimeZone, "This is not the name of a time zone.").nullable(),
});
export type TimeZoneInput = z.infer<typeof timeZoneInput>;
