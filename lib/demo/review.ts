import { prisma, type Transaction, transaction } from "@/lib/core/db";
import type { ReviewEventKind } from "@/lib/core/generated/prisma/client";
import { quoteAt } from "@/lib/registry/reviews-quote";
import type { Content } from "@/lib/template/content";
import { type Person, people } from "./types";

type DemoReviewEvent = { daysAgo: number; by: Person; kind: ReviewEventKind; body?: string };
type Remark = {
  daysAgo: number;
  by: Person;
  body: string;
  pointer?: string;
  /** Words of the line that it comments on. */
  at?: string;
  /** The index of the comment that it answers, from 0. */
  answers?: number;
  resolvedBy?: Person;
};
type DemoRequest = {
  prompt: string;
  version: number;
  title: string;
  description: string;
  by: Person;
  status: "open" | "released";
  events: DemoReviewEvent[];
  remarks: Remark[];
};

const text = "/messages/0/content";

const requests: readonly DemoRequest[] = [
  {
    prompt: "support/triage",
    version: 2,
    by: "aiko",
    status: "released",
    title: "Urgency, so that the desk sees it first",
    description: "The desk sorted by hand every morning. With a number from 1 to 3 the queue sorts itself.",
    events: [
      { daysAgo: 8, by: "aiko", kind: "opened" },
      { daysAgo: 7, by: "jonas", kind: "approved", body: "Read 40 messages on staging. All urgent ones came first." },
      { daysAgo: 6, by: "priya", kind: "released", body: "Support wants urgent first" },
    ],
    remarks: [
      {
        daysAgo: 7.5,
        by: "jonas",
        pointer: text,
        at: "Urgency: 3",
        resolvedBy: "jonas",
        body: "Is a parcel that is a day late a 2 already?",
      },
      { daysAgo: 7.2, by: "aiko", answers: 0, body: "Yes. The desk asked for it: late is late." },
    ],
  },
  {
    prompt: "support/triage",
    version: 5,
    by: "aiko",
    status: "open",
    title: "Anger alone is not urgent",
    description: "Loud messages jumped the queue. What counts is what the person cannot do.",
    events: [
      { daysAgo: 0.9, by: "aiko", kind: "opened" },
      {
        daysAgo: 0.4,
        by: "jonas",
        kind: "changes_requested",
        body: "The sentence is right, but v5 loses the examples and the response schema. The desk's tool needs the schema.",
      },
    ],
    remarks: [],
  },
  {
    prompt: "support/reply",
    version: 5,
    by: "mara",
    status: "open",
    title: "Say where the parcel is before asking anything",
    description:
      "Customers asked where their parcel is twice in 18 % of threads. Now the answer begins with it.\n\nApplications must send order_status from today's shop release on.",
    events: [{ daysAgo: 0.08, by: "mara", kind: "opened" }],
    remarks: [
      {
        daysAgo: 0.06,
        by: "jonas",
        pointer: text,
        at: "The order is:",
        body: "What does it say when the shop has no status yet, right after the order?",
      },
      {
        daysAgo: 0.05,
        by: "mara",
        answers: 0,
        body: 'The shop sends "packed" from the first minute, so there always is one.',
      },
    ],
  },
];

type ReviewWorld = { workspaceId: string; ids: Record<Person, string>; now: number };

/** Writes three change requests: one released, one with requested changes, and one that waits for Priya. */
export async function seedReviews(places: ReviewWorld): Promise<void> {
  const environment = await prisma().environment.findFirstOrThrow({
    where: { workspaceId: places.workspaceId, name: "production" },
  });
  await transaction(async (tx) => {
    for (const [index, request] of requests.entries()) await write(tx, places, environment.id, request, index + 1);
    await tx.workspace.update({
      where: { id: places.workspaceId },
      data: { lastChangeRequest: requests.length },
    });
  });
}

async function write(
  tx: Transaction,
  places: ReviewWorld,
  environmentId: string,
  request: DemoRequest,
  number: number,
) {
  const { workspaceId, ids, now } = places;
  const ago = (days: number) => new Date(now - days * 86_400_000);
  const prompt = await tx.prompt.findFirstOrThrow({ where: { workspaceId, name: request.prompt } });
  const of = { workspaceId, promptId: prompt.id };
  const { content } = await tx.version.findFirstOrThrow({ where: { ...of, number: request.version } });
  const releases = await tx.release.findMany({ where: { ...of, environmentId }, orderBy: { revision: "asc" } });
  const done =
    request.status === "released" ? releases.findLast((one) => one.toVersion === request.version) : undefined;
  const base = done ? releases.find(({ revision }) => revision === done.revision - 1) : releases.at(-1);
  const times = [...request.events, ...request.remarks].map(({ daysAgo }) => daysAgo);
  const baseRevision = base?.revision ?? 0;
  const author = (by: Person) => ({ authorKind: "user" as const, authorId: ids[by], authorName: people[by].name });
  const { id } = await tx.changeRequest.create({
    data: {
      ...of,
      environmentId,
      number,
      status: request.status,
      version: request.version,
      title: request.title,
      description: request.description,
      ...author(request.by),
      baseVersion: base?.toVersion ?? null,
      baseRevision,
      releaseId: done?.id ?? null,
      createdAt: ago(Math.max(...times)),
      updatedAt: ago(Math.min(...times)),
      closedAt: done ? done.at : null,
    },
  });
  await tx.reviewEvent.createMany({
    data: request.events.map(({ daysAgo, by, kind, body = "" }) => ({
      workspaceId,
      changeRequestId: id,
      kind,
      body,
      version: request.version,
      baseRevision,
      actorKind: "user" as const,
      actorId: ids[by],
      actorName: people[by].name,
      at: ago(daysAgo),
    })),
  });
  const written: string[] = [];
  for (const { daysAgo, by, body, pointer = "", at, answers, resolvedBy } of request.remarks) {
    const first = answers === undefined ? undefined : request.remarks[answers];
    const place = placeOf(content as Content, first?.pointer ?? pointer, first?.at ?? at);
    const row = await tx.reviewComment.create({
      data: {
        workspaceId,
        changeRequestId: id,
        version: request.version,
        body,
        ...place,
        ...author(by),
        ...(answers !== undefined && { replyToId: written[answers] ?? null }),
        ...(resolvedBy && { resolvedAt: ago(daysAgo - 0.3), resolvedByName: people[resolvedBy].name }),
        createdAt: ago(daysAgo),
      },
    });
    written.push(row.id);
  }
}

function placeOf(content: Content, pointer: string, words: string | undefined) {
  for (let line = 1; words !== undefined; line++) {
    const quote = quoteAt(content, { pointer, line });
    if (quote === null) throw new Error(`The demo comments on a line that is not there: ${words}`);
    if (quote.startsWith(words)) return { pointer, line, quote };
  }
  return { pointer, line: null, quote: "" };
}
