import { downloadPrompts } from "@/lib/api/downloads";

export { downloadPrompts as GET };
