/** Why an invitation cannot be used, by its status. */
export const closedWords = {
  accepted: "This invitation was already used. If it was you, sign in.",
  revoked: "This invitation was revoked or replaced by a newer one. Use the newest link, or ask for another.",
  expired: "This invitation has expired. Ask for a new one.",
} as const;
