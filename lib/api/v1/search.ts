import { z } from "zod";
import { searchPrompts } from "@/lib/registry/queries/search-prompts";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { flag, id } from "./fields";
import { pageOf, promptHitView } from "./schema";

const endpoint = endpointsOf("Prompts");

const searchQuery = z.strictObject({
  query: z.string().min(1, "Enter a search text.").max(200),
  folder: z.string().max(200).optional(),
  tag: z.string().max(50).optional(),
  owner: id.optional().meta({ description: "The id of the prompt's owner." }),
  isArchived: flag.optional(),
  ...pageQuery,
});

export const searchEndpoints = [
  endpoint({
    id: "searchPrompts",
    method: "get",
    path: "/search",
    summary: "Search prompts, best match first",
    description:
      'Finds prompts whose name, description, tags or newest version contains every word of the query, or words that begin with it. Use "double quotes" for words in a row, and `-word` to exclude a word. Punctuation separates words. Every query is valid.',
    permission: "prompt:read",
    query: searchQuery,
    answer: {
      status: 200,
      description: "A page of prompts, each with the text that matches.",
      schema: pageOf(promptHitView),
    },
    async handle({ actor, query: { query, isArchived, limit, cursor, ...filter } }) {
      const page = toPageRequest({ limit, cursor });
      return ok(await searchPrompts(actor, { ...filter, ...page, search: query, isArchived: isArchived === "true" }));
    },
  }),
];
