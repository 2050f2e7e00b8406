import { z } from "zod";
import { can } from "@/lib/auth/authorize";
import { lookUpRecorded, recordedLookUpView } from "@/lib/experiments/queries/look-up-recorded";
import { findUserAssignment, userAssignmentView } from "@/lib/experiments/queries/user-assignment";
import { lookUpInput } from "@/lib/registry/schema";
import { listRequests, requestView } from "@/lib/requests/queries/requests";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { instant } from "./fields";

const endpoint = endpointsOf("Releases");

/** With a user: their records from 30 minutes before to 30 minutes after the given time. */
const aroundMs = 30 * 60_000;
const lookUpWithUser = recordedLookUpView
  .extend({
    assignment: userAssignmentView.nullable().optional().meta({
      description:
        "Only with `userId`: the version that the user got instead; null if the user got the released version and no experiment ran.",
    }),
  })
  .meta({ id: "LookUp" })
  .extend({
    interactions: z.array(requestView).optional().meta({
      description:
        "Only with `userId` and the right `interaction:read`: the user's interactions in the half hour before and after, newest first, at most 50.",
    }),
  });

export const lookupEndpoints = [
  endpoint({
    id: "lookUp",
    method: "get",
    path: "/lookup",
    summary: "Look up which version was live at a given time",
    description:
      "With `userId`, the answer also says which version this user got instead, from an experiment or a holdback. It uses the recorded assignment; if there is none, it computes the assignment from the seed and the shares at that time.",
    permission: "prompt:read",
    query: lookUpInput.extend({ at: instant }),
    answer: {
      status: 200,
      description: "The version that was live at that time, and its release.",
      schema: lookUpWithUser,
    },
    errors: ["not_found", "environment_not_allowed"],
    async handle({ actor, query }) {
      const found = await lookUpRecorded(actor, query);
      const { userId } = query;
      if (userId === undefined) return ok(found);
      const { prompt, environment, at } = query;
      const instant = Date.parse(at);
      const [assignment, page] = await Promise.all([
        findUserAssignment(actor, { ...query, userId }),
        can(actor, "interaction:read")
          ? listRequests(actor, {
              prompt,
              environment,
              userId,
              limit: 50,
              from: new Date(instant - aroundMs).toISOString(),
              to: new Date(instant + aroundMs).toISOString(),
            })
          : null,
      ]);
      return ok({ ...found, assignment, ...(page && { interactions: page.items }) });
    },
  }),
];
