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
      .meta({ description: "The TXT record that proves it." }),
    verifiedAt: time.nullable().meta({ description: "Null: it is not verified." }),
    missingSince: time
      .nullable()
      .meta({ description: "Since when the daily checks of a verified domain find no record; the seventh ends it." }),
    joinRole: z
      .enum(joinRoles)
      .nullable()
      .meta({ description: "What people with a confirmed address may join as; null: they are invited." }),
  })
  .meta({ id: "Domain" });
export type DomainView = z.output<typeof domainView>;
