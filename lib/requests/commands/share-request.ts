import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { addShareLink, type NewShareLink } from "@/lib/auth/share-links/commands";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { findEnvironmentOf } from "../queries/environment-of";
import { previewShare } from "../queries/shared-request";
import { shareRequestInput } from "../schema";
import { onlyParts, partsIn, type SharedTexts } from "../shared-parts";

/** A link to a request, with its token and the texts that it shows. */
export type NewRequestLink = NewShareLink & { shown: SharedTexts };

/**
 * Creates a public link to the redacted texts of a request. Throws 404 `not_found`; 409 `invalid_state` if there is
 * nothing to show or the texts do not match `fingerprint`.
 */
export async function shareRequest(actor: Actor, input: z.input<typeof shareRequestInput>): Promise<NewRequestLink> {
  authorize(actor, "share:write");
  const { interactionId, parts, days, fingerprint } = parseInput(shareRequestInput, input);
  const { workspaceId } = actor;
  const seen = await previewShare(actor, interactionId);
  const shown = onlyParts(seen.texts, parts);
  if (partsIn(shown).length === 0) throw new AppError("invalid_state", "This request has no texts to show.");
  if (fingerprint !== undefined && fingerprint !== seen.fingerprint)
    throw new AppError("invalid_state", "What would be shown has changed. Look at it again.");
  const { prompt, version } = seen.facts;
  const environmentId = await findEnvironmentOf(actor, seen.environment);
  return transaction(async (tx) => {
    const { id: targetId } = await tx.sharedRequest.create({
      data: { workspaceId, environmentId, interactionId, prompt, version, parts, fingerprint: seen.fingerprint },
    });
    return { ...(await addShareLink(tx, actor, { target: "request", targetId }, days)), shown };
  });
}
