import { downloadAudit } from "@/lib/api/downloads";

export const dynamic = "force-dynamic";

export { downloadAudit as GET };
