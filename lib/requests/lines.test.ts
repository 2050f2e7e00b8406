import { expect, test } from "vitest";
import { interactionView } from "@/lib/telemetry/interaction-row";
import { requestCsvHead, toRequestCsv } from "./lines";
import type { ExportedRequest } from "./queries/requests";

const columns = requestCsvHead.trim().split(",");
const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test("the CSV has everything that the JSON lines have", () => {
  const { feedback, hasContent: _, ...own } = interactionView.shape;
  const { at: __, ...said } = feedback.unwrap().shape;
  const fields = [
    ...Object.keys(own),
    ...Object.keys(said),
    "pricedUsd",
    "score",
    "labels",
    "notes",
    "input",
    "output",
  ];
  expect(columns.toSorted()).toEqual(fields.map(columnOf).toSorted());
});

test("labels with spaces stay apart", () => {
  const request = { labels: ["off topic", "wrong"], attributes: {}, input: null, output: null, feedback: null };
  expect(toRequestCsv([request as unknown as ExportedRequest])).toContain('"off topic, wrong"');
});
