import type { z } from "zod";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { AlertSeverity } from "@/lib/core/generated/prisma/enums";

/** A kind of alert, as lists and documentation need it. */
export type AlertKindDeclaration<Kind extends string = string> = {
  /** Webhooks and stored alerts hold it, so it never changes. */
  kind: Kind;
  severity: AlertSeverity;
  /** When it is raised, without a full stop; docs/alerts.md shows it. */
  when: string;
  /** What it tells machines besides the words: fields of `data` in webhooks. */
  data: z.ZodObject;
};

type Words = {
  /** One line for people: "checkout/assistant went back to v11". */
  title: string;
  body?: string;
  /** Where it leads, within the workspace: "quality/checkout/assistant?environment=production". */
  path?: string;
  /** Where it is another one than usual. */
  severity?: AlertSeverity;
};

type Cause = {
  workspaceId: string;
  promptId?: string | null;
  environmentId?: string | null;
  /** Names the cause. A second alert with the same key is not raised. */
  dedupeKey: string;
};

/** An alert of a kind, to raise. */
export type RaisedAlert<Kind extends string = string> = Cause &
  Words & { kind: Kind; severity: AlertSeverity; data?: Prisma.InputJsonObject };

type Declaration<Kind extends string, Data extends z.ZodObject, Facts> = AlertKindDeclaration<Kind> & {
  data: Data;
  /** What it says, from its data and from facts that only people read. Pure. */
  words: (data: z.output<Data>, facts: Facts) => Words;
};

/** Declares a kind of alert: the one place of its severity, data, words and documentation. */
export function defineAlert<const Kind extends string, Data extends z.ZodObject, Facts = undefined>(
  declared: Declaration<Kind, Data, Facts>,
) {
  const { kind, severity, when, data: schema, words } = declared;
  return {
    kind,
    severity,
    when,
    data: schema,
    /** The alert for `raiseAlert`. */
    alert(
      cause: Cause,
      data: z.output<Data>,
      ...[facts]: undefined extends Facts ? [] : [facts: Facts]
    ): RaisedAlert<Kind> {
      return { ...cause, kind, severity, ...words(data, facts as Facts), data: data as Prisma.InputJsonObject };
    },
  };
}
