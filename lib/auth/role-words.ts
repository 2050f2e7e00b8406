import type { Role } from "@/lib/core/generated/prisma/enums";

/** "an admin", "a viewer". */
export const aRole = (role: Role) => (/^[aeo]/.test(role) ? `an ${role}` : `a ${role}`);
