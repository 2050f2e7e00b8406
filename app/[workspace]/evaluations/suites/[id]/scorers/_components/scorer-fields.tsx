"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { Check, FenceCheck, type FieldsOf } from "./check-box";
import { LinesInput, NumberInput } from "./field-inputs";
import type { FieldErrors } from "./setup";
import { NumericFields, PiiFields, RegexFields, SchemaFields } from "./special-fields";

type Props = FieldsOf<Exclude<ScorerConfig, { type: "judge" }>>;

const firstError = (error: FieldErrors, field: string) => {
  for (let index = 0; index < 500; index += 1) {
    const found = error(`${field}/${index}`);
    if (found) return `Line ${index + 1}: ${found}`;
  }
  return error(field);
};

/** The fields of one type, all but judges. */
export function ScorerFields({ scorer, ...rest }: Props) {
  const { patch, error } = rest;
  switch (scorer.type) {
    case "exact":
      return (
        <div className="grid gap-1">
          <Check field="ignoreCase" label="Upper and lower case are the same" value={scorer.ignoreCase} patch={patch} />
          <Check
            field="collapseWhitespace"
            label="Several spaces and line breaks count as one space"
            value={scorer.collapseWhitespace}
            patch={patch}
          />
          <Check field="trim" label="Spaces at the ends do not count" value={scorer.trim} patch={patch} />
        </div>
      );
    case "contains":
      return (
        <>
          <Field
            label="Texts"
            note="one a line, optional"
            error={firstError(error, "texts")}
            help="Left empty, the expected answer of each case is looked for."
          >
            <LinesInput values={scorer.texts} onChange={(texts) => patch({ texts })} placeholder="refund" />
          </Field>
          <Field label="How many must be there">
            <Select
              value={scorer.match}
              options={[
                { value: "all", label: "All of them" },
                { value: "any", label: "At least one" },
              ]}
              onChange={(event) => patch({ match: event.target.value })}
            />
          </Field>
          <Check field="ignoreCase" label="Upper and lower case are the same" value={scorer.ignoreCase} patch={patch} />
        </>
      );
    case "regex":
      return <RegexFields scorer={scorer} {...rest} />;
    case "numeric":
      return <NumericFields scorer={scorer} {...rest} />;
    case "json_equality":
      return (
        <>
          <Field
            label="Paths that do not count"
            note="one a line, optional"
            error={firstError(error, "ignorePaths")}
            help="For example /id or /items/*/createdAt; * is any key or index."
          >
            <LinesInput mono rows={3} values={scorer.ignorePaths} onChange={(ignorePaths) => patch({ ignorePaths })} />
          </Field>
          <Field label="Numbers may be off by" error={error("tolerance")}>
            <NumberInput value={scorer.tolerance} onChange={(tolerance) => patch({ tolerance: tolerance ?? 0 })} />
          </Field>
          <FenceCheck scorer={scorer} patch={patch} />
        </>
      );
    case "similarity":
      return (
        <>
          <Field
            label="Compared"
            help="By words: the longest sequence of words that both share, against their lengths (ROUGE-L, F1)."
          >
            <Select
              value={scorer.measure}
              options={[
                { value: "auto", label: "Up to 200 characters by letters, longer texts by words" },
                { value: "characters", label: "By letters (edit distance)" },
                { value: "words", label: "By words in their order" },
              ]}
              onChange={(event) => patch({ measure: event.target.value })}
            />
          </Field>
          <Check field="ignoreCase" label="Upper and lower case are the same" value={scorer.ignoreCase} patch={patch} />
        </>
      );
    case "json_schema":
      return <SchemaFields scorer={scorer} {...rest} />;
    case "required_sections":
      return (
        <>
          <Field
            label="Sections"
            note="one a line"
            error={firstError(error, "sections")}
            help="Found as a heading or as a label that begins a line: “# Summary”, “**Summary:** …”."
          >
            <LinesInput
              values={scorer.sections}
              onChange={(sections) => patch({ sections })}
              placeholder={"Summary\nNext steps"}
            />
          </Field>
          <Check field="inOrder" label="They stand in this order" value={scorer.inOrder} patch={patch} />
        </>
      );
    case "length":
      return (
        <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
          <Field label="At least" error={error("min")}>
            <NumberInput value={scorer.min} onChange={(min) => patch({ min })} placeholder="no limit" />
          </Field>
          <Field label="At most" error={error("max")}>
            <NumberInput value={scorer.max} onChange={(max) => patch({ max })} placeholder="no limit" />
          </Field>
          <Field label="Of">
            <Select
              value={scorer.unit}
              options={["words", "characters", "lines"].map((value) => ({ value, label: value }))}
              onChange={(event) => patch({ unit: event.target.value })}
            />
          </Field>
        </div>
      );
    case "prohibited":
      return (
        <>
          <Field
            label="Words"
            note="one a line"
            error={firstError(error, "words")}
            help="Whole words and phrases, upper and lower case the same: “ass” is not found in “class”."
          >
            <LinesInput
              rows={5}
              values={scorer.words}
              onChange={(words) => patch({ words })}
              placeholder={"guaranteed\nas an AI"}
            />
          </Field>
          <Field
            label="Patterns"
            note="one a line, optional"
            error={firstError(error, "patterns")}
            help="In RE2 syntax."
          >
            <LinesInput mono rows={2} values={scorer.patterns} onChange={(patterns) => patch({ patterns })} />
          </Field>
        </>
      );
    case "pii":
      return <PiiFields scorer={scorer} {...rest} />;
    case "agreement":
      return (
        <Field label="Answers are compared" help="Needs runs that ask each case at least twice.">
          <Select
            value={scorer.mode}
            options={[
              { value: "similar", label: "By how alike they are; JSON by its values" },
              { value: "exact", label: "As labels or numbers: the same, or not" },
            ]}
            onChange={(event) => patch({ mode: event.target.value })}
          />
        </Field>
      );
  }
}
