import { prisma } from "@/lib/core/db";

type AlertSubjectIds = { promptId: string | null; environmentId: string | null };
type AlertSubjectNames = { prompt: string | null; environment: string | null };

/** Returns the current names of the prompts and environments of alerts. Null for deleted ones. */
export async function listPlaceNames(
  workspaceId: string,
  places: readonly AlertSubjectIds[],
): Promise<(place: AlertSubjectIds) => AlertSubjectNames> {
  const ids = (of: (place: AlertSubjectIds) => string | null) => [
    ...new Set(places.flatMap((place) => of(place) ?? [])),
  ];
  const [prompts, environments] = await Promise.all([
    prisma().prompt.findMany({
      where: { workspaceId, id: { in: ids(({ promptId }) => promptId) } },
      select: { id: true, name: true },
    }),
    prisma().environment.findMany({
      where: { workspaceId, id: { in: ids(({ environmentId }) => environmentId) } },
      select: { id: true, name: true },
    }),
  ]);
  const names = new Map([...prompts, ...environments].map(({ id, name }) => [id, name]));
  return ({ promptId, environmentId }) => ({
    prompt: (promptId && names.get(promptId)) ?? null,
    environment: (environmentId && names.get(environmentId)) ?? null,
  });
}
