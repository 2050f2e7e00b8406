import { renderToString } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { lateCode } from "./late-code";

it("loads once, and again after a failure", async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue("code");
  const late = lateCode(load);
  const giveUp = vi.fn();
  late.ask();
  late.need(giveUp);
  await vi.waitFor(() => expect(giveUp).toHaveBeenCalledTimes(1));
  late.need(giveUp);
  late.ask();
  await new Promise((done) => setTimeout(done));
  expect(load).toHaveBeenCalledTimes(2);
  expect(giveUp).toHaveBeenCalledTimes(1);
});

const late = lateCode(async () => "code");
const Page = () => <p>{late.use() ?? "not yet"}</p>;

it("is absent on the server, so that the page of the browser equals it", async () => {
  late.ask();
  await new Promise((done) => setTimeout(done));
  expect(renderToString(<Page />)).toContain("not yet");
});
