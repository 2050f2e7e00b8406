export const dynamic = "force-dynamic";

export { downloadUsage as GET } from "@/lib/api/downloads";
