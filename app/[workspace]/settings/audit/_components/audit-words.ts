/** What is written down, in words. */
export const auditActions = {
  "version.promote": "Promoted a version",
  "version.rollback": "Rolled back",
  "control.end": "Gave everybody the released version",
  "version.create": "Saved a version",
  "prompt.create": "Made a prompt",
  "prompt.import": "Imported into a prompt",
  "share.create": "Shared a link to results",
  "share.revoke": "Revoked a link to results",
  "preview.share": "Shared a preview link",
  "preview.revoke": "Revoked a preview link",
  "prompt.update": "Changed a prompt's description or tags",
  "prompt.archive": "Archived a prompt",
  "prompt.restore": "Restored a prompt",
  "prompt.rename": "Renamed a prompt",
  "prompt.alias.remove": "Gave up a former name",
  "tag.rename": "Renamed a tag",
  "tag.remove": "Removed a tag",
  "draft-copy.create": "Made a draft copy",
  "draft-copy.merge": "Merged a draft copy",
  "draft-copy.close": "Closed a draft copy",
  "draft-copy.reopen": "Reopened a draft copy",
  "workspace.create": "Made the workspace",
  "workspace.rename": "Renamed the workspace",
  "member.invite": "Invited someone",
  "invitation.revoke": "Took back an invitation",
  "member.join": "Joined the workspace",
  "member.change-role": "Changed a member's role",
  "member.remove": "Removed a member",
  "member.restore": "Took a removal back",
  "member.leave": "Left the workspace",
  "member.end-sessions": "Signed a member out everywhere",
  "workspace.require-proof": "Changed when the password is asked for",
  "change.open": "Asked for a review",
  "change.approve": "Approved a version",
  "change.request_changes": "Asked for changes",
  "change.comment": "Commented on a change request",
  "change.resolve_comment": "Settled a comment",
  "change.reopen_comment": "Took a comment up again",
  "change.amend": "Put a newer version under review",
  "change.update": "Brought a change request up to date",
  "change.edit": "Changed a change request's words",
  "change.close": "Closed a change request",
  "change.reopen": "Reopened a change request",
  "change.release": "Released a change request",
  "environment.create": "Added an environment",
  "environment.update": "Changed an environment's rules",
  "gate.save": "Set up a gate",
  "gate.remove": "Removed a gate",
  "experiment.create": "Planned an experiment",
  "experiment.update": "Changed an experiment's plan",
  "experiment.start": "Started an experiment",
  "experiment.phase": "Began a new phase of an experiment",
  "experiment.stop": "Stopped an experiment",
  "experiment.conclude": "Decided an experiment",
  "experiment.delete": "Deleted an experiment's plan",
  "guard.create": "Set up a guard",
  "guard.update": "Changed a guard",
  "guard.remove": "Removed a guard",
  "online-evaluation.save": "Set up what is scored live",
  "online-evaluation.remove": "Ended scoring live answers",
  "alert-channel.create": "Added a place alerts go to",
  "alert-channel.update": "Changed a place alerts go to",
  "alert-channel.delete": "Removed a place alerts go to",
  "alert-channel.disable": "Switched off a place alerts go to",
  "alert-channel.test": "Sent a test alert",
  "alert-channel.replay": "Sent an alert again",
  "alert-channel.rotate-secret": "Renewed a signing secret",
  "samples.create": "Saved a sample set",
  "samples.update": "Changed a sample set",
  "samples.delete": "Deleted a sample set",
  "suite.create": "Made a test suite",
  "suite.update": "Changed a test suite",
  "suite.save-scorers": "Changed how a test suite scores",
  "suite.archive": "Archived a test suite",
  "suite.restore": "Restored a test suite",
  "suite.add-cases": "Added test cases",
  "evaluation.run": "Started an evaluation",
  "evaluation.cancel": "Cancelled an evaluation",
  "evaluation.finish": "Finished an evaluation",
  "suite.import": "Imported test cases",
  "suite.restore-revision": "Brought an earlier set of test cases back",
  "suite.change-cases": "Changed test cases",
  "suite.replace-case": "Changed a test case",
  "suite.remove-cases": "Removed test cases",
  "suite.restore-cases": "Brought test cases back",
  "key.create": "Made an API key",
  "key.rotate": "Rotated an API key",
  "key.revoke": "Revoked an API key",
  "key.narrow": "Took rights from an API key",
  "connection.create": "Connected a model provider",
  "connection.update": "Changed a model provider",
  "connection.test": "Tested a model provider",
  "connection.delete": "Removed a model provider",
} as const;

export type AuditAction = keyof typeof auditActions;

/** The action in words; one that is not known here says its own name: "suite.add-case" → "Suite: add case". */
export function actionWords(action: string): string {
  if (Object.hasOwn(auditActions, action)) return auditActions[action as AuditAction];
  const [thing = "", ...verb] = action.split(".");
  const words = [thing, verb.join(" ")].filter(Boolean).join(": ").replace(/[-_]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown) => (typeof value === "number" ? value : null);
const percent = (share: unknown) => `${Number((Number(share) * 100).toFixed(2))} %`;

/** The details of an event in one line; "" when there are none worth a line. */
export function detailWords(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const { environment, from, to, reason, version, message, scope, environments, overlapHours, description, tags } =
    data as Record<string, unknown>;
  const { formerName, isKept, role, fromRole, toRole, endedInvitations } = data as Record<string, unknown>;
  const { override, requiredApprovals, isProtected } = data as Record<string, unknown>;
  const { metrics, rollsBack, isEnabled, sampleRate, share } = data as Record<string, unknown>;
  const approvals = number(requiredApprovals);
  const move = number(to) === null ? null : `${number(from) === null ? "nothing" : `v${from}`} → v${to}`;
  const reach = Array.isArray(environments) ? environments.join(", ") : environments === "all" ? "everywhere" : null;
  const hours = number(overlapHours);
  return [
    text(environment),
    move,
    number(version) === null
      ? null
      : number(share) === null
        ? `v${version}`
        : `${percent(share)} of people had v${version}`,
    text(formerName) && `formerly ${formerName}${isKept === false ? ", no longer found by it" : ""}`,
    text(role) && `as ${role}`,
    text(toRole) && `${fromRole} → ${toRole}`,
    number(endedInvitations) &&
      `${endedInvitations} open ${endedInvitations === 1 ? "invitation" : "invitations"} ended`,
    override === true ? "past what was missing" : null,
    approvals === null ? null : approvals === 1 ? "1 approval" : `${approvals} approvals`,
    typeof isProtected === "boolean" ? (isProtected ? "protected" : "not protected") : null,
    isEnabled === false ? "switched off" : null,
    Array.isArray(metrics) ? `watches ${metrics.map((metric) => metric?.name).join(", ")}` : null,
    typeof rollsBack === "boolean" ? (rollsBack ? "rolls back automatically" : "only tells") : null,
    number(sampleRate) === null ? null : `${percent(sampleRate)} of answers`,
    text(scope) && `${scope} key`,
    reach,
    hours === null ? null : hours === 0 ? "the old one ended at once" : `the old one goes on for ${hours} h`,
    text(description),
    Array.isArray(tags) ? `tags ${tags.join(", ") || "none"}` : null,
    text(reason ?? message) && `“${reason ?? message}”`,
  ]
    .filter((part) => part !== null)
    .join(", ");
}
