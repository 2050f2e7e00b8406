import type { Role } from "@/lib/core/generated/prisma/enums";

/** What each role may do, in a line. */
export const roleWords: Record<Role, string> = {
  viewer: "Sees prompts, versions, releases and members. Changes nothing.",
  editor: "Writes prompts, tests and reviews them, releases where the environment is not protected.",
  publisher: "Writes, reviews and releases everywhere, protected environments included.",
  admin: "All of that, and people, API keys, model providers, settings and the audit log.",
  owner: "Everything, also making and removing owners. A workspace keeps at least one.",
};

/** "an admin", "a viewer". */
export const aRole = (role: Role) => (/^[aeo]/.test(role) ? `an ${role}` : `a ${role}`);

/** "Admin", as it stands in a list. */
export const roleName = (role: Role) => role.charAt(0).toUpperCase() + role.slice(1);
