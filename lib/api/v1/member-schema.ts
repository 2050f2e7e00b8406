import { z } from "zod";
import { invitationView } from "@/lib/auth/queries/invitations";

export const endedSessions = z
  .strictObject({ ended: z.int().meta({ description: "How many sessions were open." }) })
  .meta({ id: "EndedSessions" });

export const newInvitationView = invitationView
  .extend({
    token: z
      .string()
      .nullable()
      .meta({ description: "Shown this once; null where the link went to the address by e-mail." }),
    path: z
      .string()
      .nullable()
      .meta({ description: "Of the page that opens with the token; put this server's address in front." }),
  })
  .meta({ id: "NewInvitation" });
