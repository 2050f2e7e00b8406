export const dynamic = "force-dynamic";

export { downloadAudit as GET } from "@/lib/api/downloads";
