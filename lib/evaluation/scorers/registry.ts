import type { AnyScorer } from "./define-scorer";
import { agreement } from "./definitions/agreement";
import { contains } from "./definitions/contains";
import { exact } from "./definitions/exact";
import { jsonEquality } from "./definitions/json-equality";
import { jsonSchema } from "./definitions/json-schema";
import { judge } from "./definitions/judge";
import { length } from "./definitions/length";
import { numeric } from "./definitions/numeric";
import { pii } from "./definitions/pii";
import { prohibited } from "./definitions/prohibited";
import { regex } from "./definitions/regex";
import { requiredSections } from "./definitions/required-sections";
import { similarity } from "./definitions/similarity";

/** Every type of scorer, in the order of the API's schema. */
export const scorers = [
  exact,
  contains,
  regex,
  numeric,
  jsonEquality,
  similarity,
  judge,
  jsonSchema,
  requiredSections,
  length,
  prohibited,
  pii,
  agreement,
] as const;

const byType = new Map<string, AnyScorer>(scorers.map((scorer) => [scorer.type, scorer]));

/** The declaration of a type. Undefined for an unknown type. */
export const scorerOf = (type: string) => byType.get(type);
