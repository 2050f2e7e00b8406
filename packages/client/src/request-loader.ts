import type { Format } from "@/lib/template/requests/formats";
import { late } from "./late";

/** What writes providers' requests. */
export const requests = late(() => import("./requests").then(({ requestWriter }) => requestWriter));

/** Whether an answer in this format has to wait for it. */
export const mustLoad = (format: Format | undefined): boolean =>
  format !== undefined && format !== "messages" && !requests.peek();
