import { z } from "zod";
import { invitationView } from "@/lib/auth/queries/invitations";

export const endedSessions = z
  .strictObject({ ended: z.int().meta({ description: "How many sessions were open." }) })
  .meta({ id: "EndedSessions" });

export const newInvitationView = invitationView
  .extend({
    token: z.string().nullable().meta({ description: "Shown only once; null if the link was sent by e-mail." }),
    path: z
      .string()
      .nullable()
      .meta({ description: "The path of the page that opens with the token; prefix it with this server's address." }),
  })
  .meta({ id: "NewInvitation" });
