import { downloadUsage } from "@/lib/api/downloads";

export const dynamic = "force-dynamic";

export { downloadUsage as GET };
