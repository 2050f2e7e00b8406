export const dynamic = "force-dynamic";

export { downloadRequests as GET } from "@/lib/api/downloads";
