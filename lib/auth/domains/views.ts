import { z } from "zod";
import { time } from "@/lib/core/view-fields";
import { joinRoles } from "./rules";

/** A mail domain of the workspace. */
export const domainView = z
  .strictObject({
    id: z.string(),
    domain: z.string(),
    record: z
      .strictObject({ name: z.string(), value: z.string() })
      .meta({ description: "The TXT record that proves the domain." }),
    verifiedAt: time.nullable().meta({ description: "When the domain was verified; null if it is not verified." }),
    missingSince: time.nullable().meta({
      description:
        "Since when the daily checks of a verified domain find no record; null if they find it. After seven failed checks in a row, the domain is no longer verified.",
    }),
    joinRole: z.enum(joinRoles).nullable().meta({
      description:
        "The role with which people with a confirmed address of the domain may join; null if they need an invitation.",
    }),
  })
  .meta({ id: "Domain" });
export type DomainView = z.output<typeof domainView>;
