import { z } from "zod";
import { attributeLimits } from "./schema";
import { segmentLimits } from "./segment-limits";

/** Stands for all values that are not counted by name. An empty attribute has no value. */
export const otherValue = "";

/** A segment in words: "language is de", "plan is another value". Pure. */
export const segmentName = ({ attribute, value }: { attribute: string; value: string }): string =>
  `${attribute} is ${value === otherValue ? "another value" : value}`;

export const saveSegmentsInput = z.strictObject({
  attributes: z
    .array(
      z
        .string()
        .regex(/^[\w.:/-]+$/, "A name consists of letters, digits and _ . : / -.")
        .max(attributeLimits.name),
    )
    .max(segmentLimits.attributes, `At most ${segmentLimits.attributes} attributes.`)
    .refine((all) => new Set(all).size === all.length, "An attribute is listed twice.")
    .meta({
      description:
        "The names of attributes, in the order in which to show them. Their values must be known before an answer.",
    }),
});
export type SaveSegmentsInput = z.output<typeof saveSegmentsInput>;

/** The text of an attribute's value, as SQL. Null if the attribute is missing. */
export const segmentText = (attributes: string, attribute: string) =>
  `left(${attributes} ->> ${attribute}, ${segmentLimits.text})`;

/** The value that a text is counted as, in SQL: itself if counted by name, else `otherValue`. */
export const countedValue = (text: string, values: string) =>
  `case when ${text} = any(${values}) then ${text} else '${otherValue}' end`;

/** The segments of an interaction by its attributes, as SQL: a jsonb object of values by attribute, or null. */
export const segmentsOf = (attributes: string, workspace: string) => `(
  select jsonb_object_agg(g.attribute, ${countedValue("t.value", 'g."values"')})
  from segments g cross join lateral (select ${segmentText(attributes, "g.attribute")}) t (value)
  where g.workspace_id = ${workspace} and t.value <> '')`;
