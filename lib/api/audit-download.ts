import { z } from "zod";
import { auditFormats, exportAudit } from "./audit-export";
import { downloadFor } from "./download";
import { byteOrderMark } from "./file-headers";

const text = (max: number) => z.string().max(max).optional();
const query = z.strictObject({
  format: z.enum(auditFormats),
  action: text(100),
  actorId: text(100),
  target: text(200),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

/** The audit log as a file. */
export const auditDownloadFor = downloadFor(query, (actor, { format, ...filter }) =>
  exportAudit(actor, { format, filter, mark: byteOrderMark }),
);

/** For the signed-in person. */
export const answerAuditDownload = auditDownloadFor();
