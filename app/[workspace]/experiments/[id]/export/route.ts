import { downloadResults } from "@/lib/api/downloads";

export { downloadResults as GET };
