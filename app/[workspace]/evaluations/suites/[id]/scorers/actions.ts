"use server";

import { defineAction } from "@/lib/api/action";
import { authorize } from "@/lib/auth/authorize";
import { assertSchemas, schemasIn } from "@/lib/evaluation/scorers/assert-schemas";
import {
  checkScorerInput,
  previewJudgeInput,
  saveScorersInput,
  tryScorersInput,
} from "@/lib/evaluation/scorers/command-schema";
import { saveScorers } from "@/lib/evaluation/scorers/commands/save-scorers";
import { tryScorers } from "@/lib/evaluation/scorers/commands/try-scorers";
import { getJudgePreview } from "@/lib/evaluation/scorers/queries";

export const keepScorers = defineAction(saveScorersInput, saveScorers);
export const tryOut = defineAction(tryScorersInput, tryScorers);
export const previewJudge = defineAction(previewJudgeInput, getJudgePreview);

/** Returns a scorer as it would be saved, with all defaults, or its errors. */
export const checkScorer = defineAction(checkScorerInput, async (actor, { scorer }) => {
  authorize(actor, "suite:write");
  await assertSchemas(actor, schemasIn([scorer], []));
  return scorer;
});
