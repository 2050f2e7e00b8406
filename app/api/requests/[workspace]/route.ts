import { downloadRequests } from "@/lib/api/downloads";

export const dynamic = "force-dynamic";

export { downloadRequests as GET };
