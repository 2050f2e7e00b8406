import { downloadSuite } from "@/lib/api/downloads";

export { downloadSuite as GET };
