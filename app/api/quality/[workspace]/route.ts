import { downloadQuality } from "@/lib/api/downloads";

export const dynamic = "force-dynamic";

export { downloadQuality as GET };
