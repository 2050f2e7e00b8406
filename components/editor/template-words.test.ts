import { expect, test } from "vitest";
import { tagChips } from "./template-words";

test.each([
  ["{% if parcel_late %}", "Only when parcel late is set"],
  ['{%- if order.status == "late" -%}', "Only when order status is “late”"],
  ["{% if a != blank and b >= 3 %}", "Only when a is not empty and b is at least 3"],
  ["{% elsif tags contains 'vip' %}", "Otherwise, when tags contains “vip”"],
  ["{% if is_late %}", "Only when it is late"],
  ["{% unless has_order_number and vip %}", "Not when it has order number and vip is set"],
  ["{% unless done %}", "Not when done is set"],
  ["{% unless forloop.last %}", "Not for the last one"],
  ["{% if forloop.first %}", "Only for the first one"],
  ["{% else %}", "Otherwise"],
  ["{% endif %}", "End of the condition"],
  ["{% for item in order.items %}", "For each item of order items"],
  ["{% case plan %}", "Depending on plan"],
  ["{% when 'pro' %}", "When it is “pro”"],
  ["{% render 'shared/tone' %}", "shared/tone"],
])("%s: %s", (tag, words) => {
  expect(tagChips(tag).map((chip) => chip.words)).toEqual([words]);
});

test.each([
  "{% if a | size > 3 %}",
  "{% if a and b or c %}",
  "{% if %}",
  "{% for i in (1..5) %}",
  "{% assign a = 1 %}",
  "{% if a\n %}",
  "{{ name }}",
])("keeps the tag as written: %s", (text) => {
  expect(tagChips(text)).toEqual([]);
});

test("chips are at the positions of their tags", () => {
  expect(tagChips("Hi {{ name }}\n  {% if late %}sorry{% endif %}")).toMatchObject([
    { line: 2, column: 3, endLine: 2, end: 16, kind: "condition" },
    { line: 2, column: 21, endLine: 2, end: 32 },
  ]);
});
