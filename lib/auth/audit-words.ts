import { capitalize } from "@/lib/core/words";
import { auditActions, isAuditAction } from "./audit-actions";

/** The action as text. A former action is shown by its name: "suite.add-case" → "Suite: add case". */
export function actionWords(action: string): string {
  if (isAuditAction(action)) return auditActions[action].label;
  const [thing = "", ...verb] = action.split(".");
  const words = [thing, verb.join(" ")].filter(Boolean).join(": ").replace(/[-_]+/g, " ");
  return capitalize(words);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown) => (typeof value === "number" ? value : null);
const percent = (share: unknown) => `${Number((Number(share) * 100).toFixed(2))} %`;

/** The details of an event in one line. "" if there are none to show. */
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
        : `${percent(share)} of users had v${version}`,
    text(formerName) && `formerly ${formerName}${isKept === false ? ", no longer found by it" : ""}`,
    text(role) && `as ${role}`,
    text(toRole) && `${fromRole} → ${toRole}`,
    number(endedInvitations) &&
      `${endedInvitations} open ${endedInvitations === 1 ? "invitation" : "invitations"} ended`,
    override === true ? "with an override" : null,
    approvals === null ? null : approvals === 1 ? "1 approval" : `${approvals} approvals`,
    typeof isProtected === "boolean" ? (isProtected ? "protected" : "not protected") : null,
    isEnabled === false ? "switched off" : null,
    Array.isArray(metrics) ? `watches ${metrics.map((metric) => metric?.name).join(", ")}` : null,
    typeof rollsBack === "boolean" ? (rollsBack ? "rolls back automatically" : "only alerts") : null,
    number(sampleRate) === null ? null : `${percent(sampleRate)} of answers`,
    text(scope) && `${scope} key`,
    reach,
    hours === null ? null : hours === 0 ? "the old one ended at once" : `the old one works for ${hours} h more`,
    text(description),
    Array.isArray(tags) ? `tags ${tags.join(", ") || "none"}` : null,
    text(reason ?? message) && `“${reason ?? message}”`,
  ]
    .filter((part) => part !== null)
    .join(", ");
}
