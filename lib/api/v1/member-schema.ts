import { z } from "zod";
import { time } from "@/lib/core/view-fields";

// What the API answers about people. Strict, so that the tests see a field that is not documented.
const role = z.enum(["viewer", "editor", "publisher", "admin", "owner"]);

export const memberView = z
  .strictObject({ id: z.string(), name: z.string(), email: z.string(), role, since: time })
  .meta({ id: "Member" });

export const endedSessions = z
  .strictObject({ ended: z.int().meta({ description: "How many sessions were open." }) })
  .meta({ id: "EndedSessions" });

const invitationFields = {
  id: z.string(),
  email: z.string(),
  role,
  invitedBy: z.string(),
  createdAt: time,
  expiresAt: time,
  status: z.enum(["open", "accepted", "revoked", "expired"]),
};

export const invitationView = z.strictObject(invitationFields).meta({ id: "Invitation" });

export const newInvitationView = z
  .strictObject({
    ...invitationFields,
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

export const workspaceView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    createdAt: time,
    requiresProof: z.boolean().meta({
      description: "Whether members give their password before keys, members and releases to protected environments.",
    }),
    requiresSecondFactor: z.boolean().meta({
      description: "Whether members sign in with more than a password: an authenticator app, a passkey or a provider.",
    }),
    deletionAt: time.nullable().meta({ description: "When it will be deleted; null: it stays." }),
  })
  .meta({ id: "Workspace" });
