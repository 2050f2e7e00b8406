import { getUsage } from "@/lib/requests/queries/usage";
import { toUsageCsv } from "@/lib/requests/usage-csv";
import { usageQuery } from "@/lib/requests/usage-query";
import { downloadFor } from "./download";
import { byteOrderMark, fileHeaders } from "./file-headers";

const usageDownloadFor = downloadFor(usageQuery, async (actor, asked) => {
  const name = `usage-by-${asked.by}-${asked.from.slice(0, 10)}-${asked.to.slice(0, 10)}`;
  return { body: byteOrderMark + toUsageCsv(await getUsage(actor, asked)), headers: fileHeaders(name, "csv") };
});

/** Usage as a file, for the signed-in person. */
export const answerUsageDownload = usageDownloadFor();
