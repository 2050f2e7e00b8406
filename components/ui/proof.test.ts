import { expect, it, vi } from "vitest";
import { askForProofWith, withProof } from "./proof";

const refused = { ok: false as const, error: { code: "proof_required" } };
const done = { ok: true as const };

it("asks for a proof and runs the action again", async () => {
  const run = vi
    .fn<() => Promise<typeof refused | typeof done>>()
    .mockResolvedValueOnce(refused)
    .mockResolvedValue(done);
  const stop = askForProofWith(async () => true);
  expect(await withProof(run)).toEqual(done);
  expect(run).toHaveBeenCalledTimes(2);
  stop();
});

it("returns the refusal without a dialog, or if the person declines", async () => {
  const run = vi.fn(async () => refused);
  expect(await withProof(run)).toEqual(refused);
  const stop = askForProofWith(async () => false);
  expect(await withProof(run)).toEqual(refused);
  expect(run).toHaveBeenCalledTimes(2);
  stop();
});

it("does not ask after other refusals", async () => {
  const ask = vi.fn(async () => true);
  const stop = askForProofWith(ask);
  const other = { ok: false as const, error: { code: "forbidden" } };
  expect(await withProof(async () => other)).toEqual(other);
  expect(ask).not.toHaveBeenCalled();
  stop();
});
