import { lookUp } from "@/lib/registry/queries/releases";
import { lookUpInput } from "@/lib/registry/schema";
import { ok } from "../answer";
import { endpoint } from "../endpoint";
import { instant } from "./fields";
import { lookUpView } from "./schema";

export const lookupEndpoints = [
  endpoint({
    id: "lookUp",
    method: "get",
    path: "/lookup",
    tag: "Releases",
    summary: "What was live at an instant",
    permission: "prompt:read",
    query: lookUpInput.extend({ at: instant }),
    idempotency: "none",
    answer: { status: 200, description: "The version live then, and the release behind it.", schema: lookUpView },
    errors: ["invalid_name", "not_found", "timestamp_out_of_range"],
    async handle({ actor, query }) {
      return ok(await lookUp(actor, query));
    },
  }),
];
