import { listEnvironments } from "@/lib/registry/queries/environments";
import { ok } from "../answer";
import { endpoint } from "../endpoint";
import { environmentView, pageOf } from "./schema";

export const environmentEndpoints = [
  endpoint({
    id: "listEnvironments",
    method: "get",
    path: "/environments",
    tag: "Environments",
    summary: "List the environments in the order versions move through them",
    permission: "prompt:read",
    idempotency: "none",
    answer: { status: 200, description: "All of them; there is no second page.", schema: pageOf(environmentView) },
    errors: [],
    async handle({ actor }) {
      return ok({ items: await listEnvironments(actor), nextCursor: null });
    },
  }),
];
