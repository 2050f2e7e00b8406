export { downloadSuite as GET } from "@/lib/api/downloads";
