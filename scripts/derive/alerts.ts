import { noticeKinds } from "@/lib/alerts/notice-kinds";
import { alertKinds } from "@/lib/alerts/registry";
import { markdownTable } from "./block";

/** The fields that every alert has. */
const common = ["prompt", "environment"];

const ownFields = (data: { shape: object }) =>
  Object.keys(data.shape)
    .filter((field) => !common.includes(field))
    .map((field) => `\`${field}\``)
    .join(", ");

/** The table of alerts in docs/alerts.md. */
export const alertTable = (): string[] =>
  markdownTable(
    ["`type`", "severity", "when", "more fields of `data`"],
    alertKinds.map(({ kind, severity, when, data }) => [`\`${kind}\``, severity, when, ownFields(data)]),
  );

/** The table of notices in docs/alerts.md. */
export const noticeTable = (): string[] =>
  markdownTable(
    ["`type`", "when", "more fields of `data`"],
    noticeKinds.map(({ kind, when, data }) => [`\`${kind}\``, when, ownFields(data)]),
  );
