import { renderToReadableStream } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { latePart } from "./late-part";

test("a part whose code could not be loaded is loaded again when it is opened again", async () => {
  const load = vi.fn(async () => () => <p>there</p>);
  load.mockRejectedValueOnce(new Error("offline"));
  const Part = latePart(load, () => <p>waiting</p>);
  const faults: unknown[] = [];
  const open = async () => {
    const stream = await renderToReadableStream(<Part />, { onError: (error) => void faults.push(error) });
    await stream.allReady;
    return new Response(stream).text();
  };
  expect(await open()).toContain("waiting");
  expect(faults).toEqual([new Error("offline")]);
  expect(await open()).toContain("there");
  expect(await open()).toContain("there");
  expect([faults.length, load.mock.calls.length]).toEqual([1, 2]);
});
