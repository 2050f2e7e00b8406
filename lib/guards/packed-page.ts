import type { Page } from "@/lib/core/cursor";
import type { ListedPrompt, ListedTrend } from "./queries/listed-prompts";

type Deployment = ListedPrompt["deployments"][number];
type PackedDeployment = [
  environment: string,
  version: number,
  status: Deployment["status"],
  since?: string | null,
  held?: number | null,
  /** Version and share in alternation. */
  shares?: number[],
];
type PackedTrend = [
  status: ListedTrend["status"],
  metric: NonNullable<ListedTrend["metric"]> | null,
  value: number | null,
  change: ListedTrend["change"],
  values: (number | null)[],
  releases: number[],
  words: string,
  isOpen: 0 | 1,
];
type PackedPrompt = [
  name: string,
  description: string,
  tags: string[],
  updatedAt: string,
  owner: string | null,
  deployments: PackedDeployment[],
  usesPerDay: number | null,
  quality: PackedTrend | null,
  isArchived?: true,
];

/** The first page as the document carries it. Rows are arrays, because field names would be half of the bytes. */
export type PackedPage = Page<PackedPrompt>;

/** Rounds to four significant digits, which is more than a row or a chart of 88 pixels can show. */
const brief = (value: number) => Number(value.toPrecision(4));
const briefOrNull = (value: number | null) => (value === null ? null : brief(value));

function packTrend({ status, metric, value, change, trend, words, isOpen }: ListedTrend): PackedTrend {
  const releases = trend.flatMap(({ isRelease }, day) => (isRelease ? [day] : []));
  const values = trend.map((day) => briefOrNull(day.value));
  return [status, metric, briefOrNull(value), change, values, releases, metric ? "" : words, isOpen ? 1 : 0];
}

export function packPage({ items, nextCursor }: Page<ListedPrompt>): PackedPage {
  return {
    nextCursor,
    items: items.map((prompt): PackedPrompt => {
      const { name, description, tags, updatedAt, owner, deployments, usesPerDay, quality, isArchived } = prompt;
      const packed: PackedPrompt = [
        name,
        description,
        tags,
        updatedAt,
        owner ?? null,
        deployments.map(({ environment, version, status, since, held, shares }): PackedDeployment => {
          const flat = shares?.flatMap((one) => [one.version, brief(one.share)]);
          if (flat) return [environment, version, status, since ?? null, held ?? null, flat];
          if (held !== undefined) return [environment, version, status, since ?? null, held];
          return since === undefined ? [environment, version, status] : [environment, version, status, since];
        }),
        usesPerDay === undefined ? null : brief(usesPerDay),
        quality ? packTrend(quality) : null,
      ];
      if (isArchived) packed.push(true);
      return packed;
    }),
  };
}

/**
 * Converts packed rows back for the list. If a trend has a metric, its words are omitted, as the row shows its numbers.
 */
export function unpackPage({ items, nextCursor }: PackedPage): Page<ListedPrompt> {
  return {
    nextCursor,
    items: items.map(([name, description, tags, updatedAt, owner, deployments, usesPerDay, quality, isArchived]) => ({
      name,
      description,
      tags,
      updatedAt,
      deployments: deployments.map(([environment, version, status, since, held, shares]) => ({
        environment,
        version,
        status,
        ...(since && { since }),
        ...(typeof held === "number" && { held }),
        ...(shares && { shares: unpackShares(shares) }),
      })),
      ...(owner !== null && { owner }),
      ...(usesPerDay !== null && { usesPerDay }),
      ...(quality && { quality: unpackTrend(quality) }),
      ...(isArchived && { isArchived }),
    })),
  };
}

const unpackShares = (flat: readonly number[]) =>
  flat.flatMap((version, at) => (at % 2 === 0 ? [{ version, share: flat[at + 1] ?? 0 }] : []));

function unpackTrend([status, metric, value, change, values, releases, words, isOpen]: PackedTrend): ListedTrend {
  const trend = values.map((one, day) => ({ value: one, isRelease: releases.includes(day) }));
  return { status, metric, value, change, trend, words, isOpen: isOpen === 1 };
}
