import type { Role } from "@/lib/core/generated/prisma/enums";
import { capitalize } from "@/lib/core/words";

/** "an admin", "a viewer". */
export const aRole = (role: Role) => (/^[aeo]/.test(role) ? `an ${role}` : `a ${role}`);

/** What each role may do, in one line. */
export const roleWords: Record<Role, string> = {
  viewer: "Sees prompts, versions, releases and members. Changes nothing.",
  editor: "Writes, tests and reviews prompts, and releases to environments that are not protected.",
  publisher: "Writes, reviews and releases everywhere, including protected environments.",
  admin: "Does what publishers do, and manages people, API keys, model providers, settings and the audit log.",
  owner: "Everything, including adding and removing owners. A workspace always has at least one.",
};

/** The name of a role in a list: "Admin". */
export const roleName = (role: Role) => capitalize(role);
