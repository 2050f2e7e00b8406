import { expect, test } from "vitest";
import { onScreen } from "./frame";

test.each([
  ["an element as wide as the phone", { left: 0, width: 390 }, { left: 4, width: 382 }],
  ["a row up to the right edge", { left: 200, width: 190 }, { left: 200, width: 186 }],
  ["an element with room around it", { left: 20, width: 100 }, { left: 20, width: 100 }],
])("the outline of %s stays on the screen", (_, box, expected) => {
  const rest = { top: 50, height: 40 };
  expect(onScreen({ ...rest, ...box }, { width: 390 })).toEqual({ ...rest, ...expected });
});
