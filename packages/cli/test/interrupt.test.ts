import { expect, test, vi } from "vitest";
import { inWholeSteps } from "../src/interrupt";

test("Ctrl-C ends between steps, and a second one at once", async () => {
  const steps: string[] = [];
  const before = process.listenerCount("SIGINT");
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const work = inWholeSteps(async (stopHere) => {
    for (const step of ["one", "two", "three"]) {
      stopHere();
      if (step === "two") process.emit("SIGINT");
      steps.push(step);
    }
  });
  await expect(work).rejects.toMatchObject({ code: "interrupted", exit: 130 });
  expect(steps).toEqual(["one", "two"]);
  expect(exit).not.toHaveBeenCalled();
  expect(process.listenerCount("SIGINT")).toBe(before);
  await inWholeSteps(async () => {
    process.emit("SIGINT");
    process.emit("SIGINT");
  });
  expect(exit).toHaveBeenCalledWith(130);
});
