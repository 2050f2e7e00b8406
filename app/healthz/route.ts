export const dynamic = "force-dynamic";

/** Answers that the process is running. */
export function GET() {
  return new Response("ok", { headers: { "cache-control": "no-store" } });
}
