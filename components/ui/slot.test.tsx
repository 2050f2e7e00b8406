import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { Slot } from "./slot";

it("renders its child with the properties of both", () => {
  const html = renderToString(
    <Slot id="added" aria-label="Added" className="p-2">
      <button type="button" id="own" className="px-1">
        Press
      </button>
    </Slot>,
  );
  expect(html).toBe('<button type="button" id="own" class="p-2 px-1" aria-label="Added">Press</button>');
});

type ChildProps = { onClick?: () => void; press: { now?: (() => void) | undefined } };

function Child({ onClick, press }: ChildProps) {
  press.now = onClick;
  return null;
}

it("runs the child's handler first, then its own", () => {
  const calls: string[] = [];
  const press: ChildProps["press"] = {};
  renderToString(
    <Slot onClick={() => calls.push("slot")}>
      <Child onClick={() => calls.push("child")} press={press} />
    </Slot>,
  );
  press.now?.();
  expect(calls).toEqual(["child", "slot"]);
});

it("adds a handler where the child has none", () => {
  const calls: string[] = [];
  const press: ChildProps["press"] = {};
  renderToString(
    <Slot onClick={() => calls.push("slot")}>
      <Child press={press} />
    </Slot>,
  );
  press.now?.();
  expect(calls).toEqual(["slot"]);
});
