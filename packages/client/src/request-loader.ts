import type { Format } from "@/lib/template/requests/formats";
import { late } from "./late";

/** The code that writes providers' requests, loaded on demand. */
export const requests = late(() => import("./requests").then(({ requestWriter }) => requestWriter));

/** Whether an answer in this format has to wait for the code. */
export const mustLoad = (format: Format | undefined): boolean =>
  format !== undefined && format !== "messages" && !requests.peek();
