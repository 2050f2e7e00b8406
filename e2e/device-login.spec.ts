import { expect, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";

const people = { ed: { name: "Ed Itor", role: "editor" } } as const;

test("a person approves their own CLI, and refuses another one", { tag: "@slow" }, async ({ visitor, server }) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  const post = async (path: string, body: object) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const begin = () => post("/device/code", { client_id: "understudy-cli", device_name: "ed-laptop" });
  const ask = (device_code: string) =>
    post("/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: "understudy-cli",
      device_code,
    });
  const main = visitor.getByRole("main");

  await test.step("signs in, types the code and approves it with their rights", async () => {
    const { user_code, device_code } = await begin();
    await signIn(visitor, own.ed);
    await visitor.goto("/device");
    await main.getByLabel("Code").fill(user_code.toLowerCase());
    await main.getByRole("button", { name: "Continue" }).click();
    await expect(main.getByText(user_code, { exact: true })).toBeVisible();
    await expect(main.getByText("ed-laptop").first()).toBeVisible();
    await expect(main.getByRole("radio", { name: /^Release/ })).toHaveCount(0); // editors do not have this right
    const name = main.getByLabel("Name of its key");
    const proposed = await name.inputValue();
    await name.fill(" ");
    await main.getByRole("checkbox", { name: /Every environment/ }).uncheck();
    await main.getByRole("button", { name: "Connect" }).click();
    await expect(name).toBeFocused();
    await expect(main.getByText("Enter a name, such as the machine.")).toBeVisible();
    await expect(main.getByText("Choose at least one environment.")).toBeVisible();
    await name.fill(proposed);
    await main.getByRole("checkbox", { name: /Every environment/ }).check();
    await expect(main.getByRole("alert")).toHaveCount(0);
    await main.getByRole("button", { name: "Connect" }).click();
    await expect(main.getByText("The device is connected")).toBeVisible();
    const { access_token: key, scope } = await ask(device_code);
    expect(scope.split(" ")).toContain("prompt:write");
    const response = await fetch(`${server.url}/api/v1/workspace`, { headers: { authorization: `Bearer ${key}` } });
    expect((await response.json()).slug).toBe(slug);
  });

  await test.step("refuses another, whose code is then invalid", async () => {
    const { verification_uri_complete, device_code, user_code } = await begin();
    await visitor.goto(new URL(verification_uri_complete).pathname + new URL(verification_uri_complete).search);
    await main.getByRole("button", { name: "Deny" }).click();
    await expect(main.getByText("The device is denied access")).toBeVisible();
    expect((await ask(device_code)).error).toBe("access_denied");
    await visitor.goto(`/device?code=${user_code}`);
    await expect(main.getByRole("alert").filter({ hasText: "This code is not valid" })).toBeVisible();
  });
});
