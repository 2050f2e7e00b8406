import { z } from "zod";

/** A person, a key or the system, as views show it. */
export const actorView = z
  .strictObject({
    kind: z.enum(["user", "key", "system"]),
    id: z.string().nullable(),
    name: z.string(),
    email: z.string().optional().meta({ description: "Of a person, for keys that hold member:read." }),
  })
  .meta({ id: "Actor" });
export type ActorView = z.output<typeof actorView>;
