import { z } from "zod";
import { getSessionActor } from "@/lib/auth/session";
import { databaseNow } from "@/lib/core/database-clock";
import { isAppError } from "@/lib/core/errors";
import { type Exported, exportPrompts } from "@/lib/registry/queries/export";
import { promptName } from "@/lib/registry/schema";
import { exportFormats } from "@/lib/registry/transfer/format";
import { writeZip } from "@/lib/registry/transfer/zip";

const query = z.object({
  format: z.enum(exportFormats).default("bundle"),
  folder: promptName.optional(),
  name: z.array(promptName).max(500),
  history: z.enum(["true", "false"]).default("false"),
});

type Download = { fileName: string; type: string; body: string | Uint8Array };

/** A file name that says nothing to any header or disk: letters, digits and . _ - */
const safe = (text: string) => text.replaceAll(/[^a-z0-9._-]+/gi, "-").replace(/^[.-]+/, "") || "prompts";

function toDownload(exported: Exported, title: string): Download {
  if (exported.format === "bundle")
    return { fileName: `${title}.json`, type: "application/json", body: JSON.stringify(exported.bundle, null, 2) };
  if (exported.format === "langfuse")
    return {
      fileName: `${title}.langfuse.json`,
      type: "application/json",
      body: JSON.stringify(exported.prompts, null, 2),
    };
  const [only, ...others] = exported.files;
  if (only && others.length === 0) return { fileName: safe(only.name), type: "text/plain", body: only.text };
  return { fileName: `${title}.zip`, type: "application/zip", body: writeZip(exported.files) };
}

/** Downloads prompts as a file, for the person signed in. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }): Promise<Response> {
  const { workspace } = await params;
  const plain = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  const actor = await getSessionActor(workspace);
  if (!actor)
    return new Response("You are not signed in, or not a member of this workspace.", { status: 404, headers: plain });
  const { searchParams } = new URL(request.url);
  const asked = query.safeParse({ ...Object.fromEntries(searchParams), name: searchParams.getAll("name") });
  if (!asked.success)
    return new Response("This export cannot be made: a parameter is not valid.", { status: 422, headers: plain });
  const { format, folder, name, history } = asked.data;
  const input = {
    format,
    history: history === "true",
    ...(folder && { folder }),
    ...(name.length > 0 && { names: name }),
  };
  try {
    const title = safe(name.length === 1 ? (name[0] ?? "") : (folder ?? workspace));
    const { fileName, type, body } = toDownload(await exportPrompts(actor, input, databaseNow()), title);
    return new Response(body as string | Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": type === "application/zip" ? type : `${type}; charset=utf-8`,
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
