export const dynamic = "force-dynamic";

export { downloadQuality as GET } from "@/lib/api/downloads";
