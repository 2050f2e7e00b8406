import { readiness } from "@/lib/api/health";

export const dynamic = "force-dynamic";

/** The process can serve. */
export async function GET() {
  const { isReady, reason } = await readiness();
  return new Response(reason, { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}
