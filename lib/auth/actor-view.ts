import { z } from "zod";

/** A person, a key or the system, as views show it. */
export const actorView = z
  .strictObject({
    kind: z.enum(["user", "key", "system"]),
    id: z.string().nullable(),
    name: z.string(),
    email: z
      .string()
      .optional()
      .meta({ description: "The person's e-mail address. Only for keys with the right `member:read`." }),
  })
  .meta({ id: "Actor" });
export type ActorView = z.output<typeof actorView>;
