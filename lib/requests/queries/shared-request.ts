import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type OpenedShareLink, sharedReader } from "@/lib/auth/share-links/queries";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { ContentMark } from "@/lib/telemetry/content-policy";
import { type ContentPolicyView, getContentPolicyOrThrow } from "@/lib/telemetry/queries/content-policies";
import { getInteractionOrThrow, type InteractionDetail } from "@/lib/telemetry/queries/interactions";
import { SlowRules, startPace } from "@/lib/telemetry/redaction-pace";
import { onlyParts, type SharedTexts } from "../shared-parts";
import { fingerprintOf, sharedTextsOf } from "../shared-texts";

/** What a link shows of a request besides its texts. */
type SharedFacts = Pick<InteractionDetail, "prompt" | "version" | "at" | "model" | "latencyMs" | "contentMark">;

/** A request as a link would show it. The fingerprint identifies its texts. */
export type SharePreview = { facts: SharedFacts; texts: SharedTexts; fingerprint: string };

/** Returns the texts that a link may show: none if the rules take too long. */
function textsOf(interaction: InteractionDetail, policy: ContentPolicyView): SharedTexts {
  try {
    return sharedTextsOf(interaction, policy, startPace());
  } catch (error) {
    if (error instanceof SlowRules) return { input: null, answer: null, toolCalls: [] };
    throw error;
  }
}

async function readShared(actor: Actor, interactionId: string): Promise<SharePreview & { environment: string }> {
  const interaction = await getInteractionOrThrow(actor, interactionId);
  const { prompt, version, at, model, latencyMs, contentMark, environment } = interaction;
  const texts = textsOf(interaction, await getContentPolicyOrThrow(actor, environment));
  const facts = { prompt, version, at, model, latencyMs, contentMark };
  return { facts, texts, fingerprint: fingerprintOf(texts), environment };
}

/** Returns exactly what a link to a request would show. Throws 404 `not_found`. */
export async function previewShare(actor: Actor, interactionId: string) {
  authorize(actor, "share:write");
  return readShared(actor, interactionId);
}

/** Why a link shows no texts: they were removed, or they differ from the texts that were shared. */
export type SharedGone = ContentMark | "changed" | "gone";

type SharedRequest = { facts: SharedFacts | null; texts: SharedTexts | null; gone: SharedGone | null };

/** Returns the request of an opened link. Texts are shown only if they are the same as when the link was created. */
export async function readSharedRequest({ workspaceId, targetId }: OpenedShareLink): Promise<SharedRequest> {
  const shared = await prisma().sharedRequest.findFirst({ where: { id: targetId, workspaceId } });
  const found = shared && (await readShared(sharedReader(workspaceId), shared.interactionId).catch(noneIfGone));
  if (!found) return { facts: null, texts: null, gone: "gone" };
  const { facts, texts, fingerprint } = found;
  if (fingerprint === shared.fingerprint) return { facts, texts: onlyParts(texts, shared.parts), gone: null };
  const isGone = facts.contentMark === "deleted" || facts.contentMark === "expired" || facts.contentMark === "withheld";
  return { facts, texts: null, gone: isGone ? facts.contentMark : "changed" };
}

function noneIfGone(error: unknown): null {
  if (isAppError(error) && error.code === "not_found") return null;
  throw error;
}
