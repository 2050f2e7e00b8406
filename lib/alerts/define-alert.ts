import type { z } from "zod";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { AlertSeverity } from "@/lib/core/generated/prisma/enums";

/** A kind of alert, for lists and documentation. */
export type AlertKindDeclaration<Kind extends string = string> = {
  /** The identifier in webhooks and stored alerts. It never changes. */
  kind: Kind;
  severity: AlertSeverity;
  /** When it is raised, without a full stop; docs/alerts.md shows it. */
  when: string;
  /** The fields of `data` in webhooks. */
  data: z.ZodObject;
};

type Words = {
  /** One line for people: "checkout/assistant went back to v11". */
  title: string;
  body?: string;
  /** Its page within the workspace: "quality/checkout/assistant?environment=production". */
  path?: string;
  /** Overrides the kind's severity. */
  severity?: AlertSeverity;
};

type Cause = {
  workspaceId: string;
  promptId?: string | null;
  environmentId?: string | null;
  /** Identifies the cause. A second alert with the same key is not raised. */
  dedupeKey: string;
};

/** An alert of a kind, as passed to `raiseAlert`. */
export type RaisedAlert<Kind extends string = string> = Cause &
  Words & { kind: Kind; severity: AlertSeverity; data?: Prisma.InputJsonObject };

type Declaration<Kind extends string, Data extends z.ZodObject, Facts> = AlertKindDeclaration<Kind> & {
  data: Data;
  /** Returns the texts, from the data and from facts for people only. Pure. */
  words: (data: z.output<Data>, facts: Facts) => Words;
};

/** Declares a kind of alert with its severity, data, words and documentation. */
export function defineAlert<const Kind extends string, Data extends z.ZodObject, Facts = undefined>(
  declared: Declaration<Kind, Data, Facts>,
) {
  const { kind, severity, when, data: schema, words } = declared;
  return {
    kind,
    severity,
    when,
    data: schema,
    /** Creates the alert for `raiseAlert`. */
    alert(
      cause: Cause,
      data: z.output<Data>,
      ...[facts]: undefined extends Facts ? [] : [facts: Facts]
    ): RaisedAlert<Kind> {
      return { ...cause, kind, severity, ...words(data, facts as Facts), data: data as Prisma.InputJsonObject };
    },
  };
}
