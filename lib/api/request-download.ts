import { z } from "zod";
import { requestFilterFields } from "@/lib/requests/schema";
import { downloadFor } from "./download";
import { byteOrderMark } from "./file-headers";
import { exportRequestFile, requestExportFormats } from "./request-export";

const query = z.strictObject({
  ...requestFilterFields,
  format: z.enum(requestExportFormats),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

const requestDownloadFor = downloadFor(query, (actor, { format, ...filter }) =>
  exportRequestFile(actor, { format, filter, mark: format === "csv" ? byteOrderMark : "" }),
);

/** Requests as a file, for the signed-in person. */
export const answerRequestDownload = requestDownloadFor();
