export { downloadResults as GET } from "@/lib/api/downloads";
