export { downloadPrompts as GET } from "@/lib/api/downloads";
