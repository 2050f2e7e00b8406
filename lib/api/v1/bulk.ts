import { z } from "zod";
import { bulkInput } from "@/lib/registry/bulk";
import { bulkPrompts } from "@/lib/registry/commands/bulk-prompts";
import { removeTag, renameTag } from "@/lib/registry/commands/tags";
import { listTags, tagView } from "@/lib/registry/queries/tags";
import { removeTagInput, renameTagInput } from "@/lib/registry/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { bulkView, pageOf, tagChangeView } from "./schema";

const endpoint = endpointsOf("Prompts");

export const bulkEndpoints = [
  endpoint({
    id: "bulkPrompts",
    method: "post",
    path: "/bulk",
    summary: "Archive, restore, tag, move or rename many prompts at once",
    description:
      "Changes up to 500 prompts or a whole folder, all of them or none. With `dryRun`, nothing is changed: the answer says what would change, and what cannot change and why. `move` keeps the last part of each name; with `from`, it keeps the part of the name below that folder.",
    permission: "prompt:write",
    body: bulkInput,
    idempotency: "stored",
    answer: { status: 200, description: "What was changed, and how to undo it.", schema: bulkView },
    errors: ["invalid_name", "not_found", "already_exists", "invalid_state", "environment_not_allowed"],
    run: ({ actor, body }) => bulkPrompts(actor, body),
  }),
  endpoint({
    id: "listTags",
    method: "get",
    path: "/tags",
    summary: "List tags by name",
    permission: "prompt:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of tags with their number of prompts.", schema: pageOf(tagView) },
    run: ({ actor, query }) => listTags(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "renameTag",
    method: "post",
    path: "/tags/rename",
    summary: "Rename a tag on every prompt",
    permission: "prompt:write",
    body: renameTagInput,
    idempotency: "stored",
    answer: { status: 200, description: "The number of prompts that had the tag.", schema: tagChangeView },
    errors: ["not_found", "unchanged"],
    run: ({ actor, body }) => renameTag(actor, body),
  }),
  endpoint({
    id: "removeTag",
    method: "post",
    path: "/tags/remove",
    summary: "Remove a tag from every prompt",
    permission: "prompt:write",
    body: removeTagInput,
    idempotency: "stored",
    answer: { status: 200, description: "The number of prompts that had the tag.", schema: tagChangeView },
    errors: ["not_found"],
    run: ({ actor, body }) => removeTag(actor, body),
  }),
];
