import { z } from "zod";
import { toTextStream } from "@/lib/api/text-stream";
import { caseFileTypes } from "@/lib/api/v1/case-files";
import { getSessionActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { caseFileFormats } from "@/lib/evaluation/suites/transfer/format";
import { exportCases } from "@/lib/evaluation/suites/transfer/queries";

const query = z.object({
  format: z.enum(caseFileFormats),
  revision: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
});

type Params = { params: Promise<{ workspace: string; id: string }> };

/** Downloads a suite's cases, for the person signed in. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { workspace, id } = await params;
  const plain = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  const actor = await getSessionActor(workspace);
  if (!actor)
    return new Response("You are not signed in, or not a member of this workspace.", { status: 404, headers: plain });
  const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success || !z.guid().safeParse(id).success)
    return new Response("This export cannot be made: a parameter is not valid.", { status: 422, headers: plain });
  const { format, revision } = asked.data;
  try {
    const { fileName, parts } = await exportCases(actor, id, { format, revision });
    return new Response(toTextStream(format === "csv" ? marked(parts) : parts, "an export of cases"), {
      headers: {
        "content-type": caseFileTypes[format],
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    return new Response(error.message, { status: error.status, headers: plain });
  }
}

/** Spreadsheets know UTF-8 by the mark before it. */
async function* marked(parts: AsyncGenerator<string>) {
  yield "\uFEFF";
  yield* parts;
}
