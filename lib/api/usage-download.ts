import { getUsage } from "@/lib/requests/queries/usage";
import { usageCsvFor } from "@/lib/requests/usage-csv";
import { usageQuery } from "@/lib/requests/usage-query";
import { downloadFor } from "./download";
import { byteOrderMark, fileHeaders } from "./file-headers";

const usageDownloadFor = downloadFor(usageQuery, async (actor, query) => {
  const name = `usage-by-${query.by}${query.step ? `-and-${query.step}` : ""}-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}`;
  return {
    body: byteOrderMark + usageCsvFor(await getUsage(actor, query), query.step),
    headers: fileHeaders(name, "csv"),
  };
});

/** Usage as a file, for the signed-in person. */
export const answerUsageDownload = usageDownloadFor();
