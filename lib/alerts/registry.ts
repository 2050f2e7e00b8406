import type { RaisedAlert } from "./define-alert";
import { budgetExceeded } from "./definitions/budget-exceeded";
import { budgetForecast } from "./definitions/budget-forecast";
import { channelDisabled } from "./definitions/channel-disabled";
import { domainLapsed } from "./definitions/domain-lapsed";
import { domainMissing } from "./definitions/domain-missing";
import { experimentComplete } from "./definitions/experiment-complete";
import { experimentInvalid } from "./definitions/experiment-invalid";
import { experimentReady } from "./definitions/experiment-ready";
import { experimentStopped } from "./definitions/experiment-stopped";
import { gateChangesWait } from "./definitions/gate-changes-wait";
import { guardRolledBack } from "./definitions/guard-rolled-back";
import { guardSegment } from "./definitions/guard-segment";
import { guardStuck } from "./definitions/guard-stuck";
import { guardWorse } from "./definitions/guard-worse";
import { judgeBudget } from "./definitions/judge-budget";
import { judgeChanged } from "./definitions/judge-changed";
import { judgeFailing } from "./definitions/judge-failing";
import { recordBroken } from "./definitions/record-broken";
import { redactionSlow } from "./definitions/redaction-slow";

/** All kinds of alert. The API's list and the table of docs/alerts.md are derived from it (`npm run derive`). */
export const alertKinds = [
  guardWorse,
  guardSegment,
  guardRolledBack,
  guardStuck,
  gateChangesWait,
  judgeBudget,
  judgeFailing,
  judgeChanged,
  experimentComplete,
  experimentReady,
  experimentInvalid,
  experimentStopped,
  budgetForecast,
  budgetExceeded,
  recordBroken,
  redactionSlow,
  domainMissing,
  domainLapsed,
  channelDisabled,
];

export type AlertKind = (typeof alertKinds)[number]["kind"];

/** An alert to raise. */
export type NewAlert = RaisedAlert<AlertKind>;

/** The names of all kinds, for schemas. */
export const alertKindNames = alertKinds.map(({ kind }) => kind) as [AlertKind, ...AlertKind[]];
