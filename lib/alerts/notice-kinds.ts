import type { RaisedAlert } from "./define-alert";
import { changeRequestCreated } from "./notices/change-request-created";
import { digestWeekly } from "./notices/digest-weekly";
import { releaseCreated } from "./notices/release-created";
import { versionCreated } from "./notices/version-created";

/** All kinds of notice. Unlike an alert, a notice is only sent to channels that ask for it, and is in no inbox. */
export const noticeKinds = [releaseCreated, versionCreated, changeRequestCreated, digestWeekly];

export type NoticeKind = (typeof noticeKinds)[number]["kind"];

/** A notice to send. */
export type NewNotice = RaisedAlert<NoticeKind>;

/** The names of all kinds, for schemas. */
export const noticeKindNames = noticeKinds.map(({ kind }) => kind) as [NoticeKind, ...NoticeKind[]];
