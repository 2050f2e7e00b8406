import { writeAnswer, writeSettings } from "@/lib/template/requests/answer";

/** The server's own writers of providers' requests. A file of its own: it loads with the first `format` that needs it. */
export const requestWriter = { writeAnswer, writeSettings };
