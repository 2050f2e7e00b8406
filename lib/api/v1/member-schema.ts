import { z } from "zod";
import { invitationView } from "@/lib/auth/queries/invitations";

export const endedSessions = z
  .strictObject({ ended: z.int().meta({ description: "The number of sessions that were ended." }) })
  .meta({ id: "EndedSessions" });

export const newInvitationView = invitationView
  .extend({
    token: z.string().nullable().meta({
      description: "The token of the invitation, shown only in this answer; null if the link was sent by e-mail.",
    }),
    path: z
      .string()
      .nullable()
      .meta({ description: "The path of the page for this token. Put this server's address before it." }),
  })
  .meta({ id: "NewInvitation" });
