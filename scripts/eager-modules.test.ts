import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { markedChunk } from "./eager-modules";

const chunk = (...modules: string[]) =>
  `(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push(["object"==typeof document?document.currentScript:void 0,${modules.join()}]);`;

/** The results of calling the modules of a chunk. */
function calledModules(text: string): unknown[] {
  const pushed: unknown[][] = [];
  runInNewContext(text, { TURBOPACK: pushed });
  return (pushed[0] ?? [])
    .filter((part) => typeof part === "function")
    .map((module) => (module as (...args: number[]) => unknown)(1, 2));
}

describe("the modules of a chunk", () => {
  const plain = chunk('1,e=>{"use strict";return e+"}"}', "2,3,(e,t)=>{return [e,t].map(e=>{return e*2})}");

  test("are functions in parentheses, with the same behaviour", () => {
    const marked = markedChunk(plain);
    expect(marked).toBe(
      chunk('1,(function(e){"use strict";return e+"}"})', "2,3,(function(e,t){return [e,t].map(e=>{return e*2})})"),
    );
    expect(JSON.stringify(calledModules(marked))).toBe(JSON.stringify(calledModules(plain)));
  });

  test("that are functions only get parentheses", () => {
    expect(markedChunk(chunk("1,function(e){return e}"))).toBe(chunk("1,(function(e){return e})"));
  });

  test("of the same text are both marked", () => {
    expect(markedChunk(chunk("1,e=>{}", "2,e=>{}"))).toBe(chunk("1,(function(e){})", "2,(function(e){})"));
  });

  test("are unchanged if they return an expression, and in any other script", () => {
    for (const text of [chunk("1,e=>e+1"), "e=>{}", chunk("1,'text'")]) expect(markedChunk(text)).toBe(text);
  });
});
