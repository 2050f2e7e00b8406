"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import type { UserActor } from "@/lib/auth/actor";
import { listMembers } from "@/lib/auth/queries/members";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { findRequests } from "@/lib/registry/queries/find-requests";
import { searchPrompts } from "@/lib/registry/queries/search-prompts";
import { listTags } from "@/lib/registry/queries/tags";

const findInput = z.object({ query: z.string().min(1).max(200) });
const few = 4;

/** "reply v12": finds versions with this number of prompts whose name matches. */
async function findVersions(actor: UserActor, query: string) {
  const match = /^(.*\S)\s+v?(\d{1,9})$/i.exec(query.trim());
  const number = Number(match?.[2]);
  if (!match?.[1] || number < 1) return [];
  const { items } = await searchPrompts(actor, { search: match[1], limit: few });
  return items.filter(({ latestVersion }) => number <= latestVersion).map(({ name }) => ({ name, version: number }));
}

async function findMembers(actor: UserActor, query: string) {
  const { items } = await listMembers(actor, { limit: 100 });
  const text = query.toLowerCase();
  return items
    .filter(({ name, email }) => name.toLowerCase().includes(text) || email.toLowerCase().includes(text))
    .slice(0, few)
    .map(({ id, name, email, role }) => ({ id, name, email, role }));
}

/** Finds everything in the workspace that matches the text, a few of each kind, best first. */
export const findAnything = defineAction(findInput, async (actor, { query }) => {
  const [prompts, versions, requests, suites, tags, members] = await Promise.all([
    searchPrompts(actor, { search: query, limit: 8 }),
    findVersions(actor, query),
    findRequests(actor, query, few),
    listSuites(actor, { search: query.trim(), limit: few }),
    listTags(actor, { search: query.trim(), limit: few }),
    findMembers(actor, query.trim()),
  ]);
  return {
    prompts: prompts.items.map(({ name, description, excerpt }) => ({ name, description, excerpt })),
    versions,
    requests,
    suites: suites.items.map(({ id, name, prompt }) => ({ id, name, prompt })),
    tags: tags.items,
    members,
  };
});
