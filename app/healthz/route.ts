export const dynamic = "force-dynamic";

/** The process runs. */
export function GET() {
  return new Response("ok", { headers: { "cache-control": "no-store" } });
}
