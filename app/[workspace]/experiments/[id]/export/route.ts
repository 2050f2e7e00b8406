import { z } from "zod";
import { getSessionActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { csvParts } from "@/lib/experiments/results/csv";
import { exportResults } from "@/lib/experiments/results/export-results";

const query = z.object({
  part: z.enum(csvParts).optional(),
  phase: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

type Params = { params: Promise<{ workspace: string; id: string }> };

/** Downloads an experiment's results as CSV, for the person signed in. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { workspace, id } = await params;
  const plain = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  const actor = await getSessionActor(workspace);
  if (!actor)
    return new Response("You are not signed in, or not a member of this workspace.", { status: 404, headers: plain });
  const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success || !z.guid().safeParse(id).success)
    return new Response("This export cannot be made: a parameter is not valid.", { status: 422, headers: plain });
  const { part, phase } = asked.data;
  try {
    const { name, csv } = await exportResults(actor, id, { phase, part });
    const title = name.replaceAll(/[^a-z0-9._-]+/gi, "-").replace(/^[.-]+/, "") || "experiment";
    // Spreadsheets know UTF-8 by the mark before it.
    return new Response(`\uFEFF${csv}`, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${title}${part ? `-${part}` : ""}.csv"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    return new Response(error.message, { status: error.status, headers: plain });
  }
}
