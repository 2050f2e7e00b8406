import { describe, expect, it } from "vitest";
import { AppError, errorStatus } from "@/lib/core/errors";
import { problemAnswer, sentenceAnswer, toAppError, toProblem } from "./problem";
import { problemTitles } from "./titles";

const context = { requestId: "r1", instance: "/api/v1/prompts" };

describe("toProblem", () => {
  it("answers RFC 9457 with the code, its status and the place", () => {
    const errors = [{ pointer: "/name", code: "invalid_name", message: "no" }];
    const { problem, headers } = toProblem(new AppError("invalid_name", "/name: no", { errors }), context);
    expect(problem).toEqual({
      type: "/api/v1/docs#invalid_name",
      title: problemTitles.invalid_name,
      status: 422,
      detail: "/name: no",
      instance: "/api/v1/prompts",
      code: "invalid_name",
      requestId: "r1",
      errors,
    });
    expect(headers["content-type"]).toBe("application/problem+json");
  });

  it("says how to authenticate on every 401 and when to retry on every 503", () => {
    expect(toProblem(new AppError("api_key_revoked", "no"), context).headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(toProblem(new AppError("database_unavailable", "no"), context).headers["retry-after"]).toBe("1");
    expect(toProblem(new AppError("not_found", "no"), context).headers["retry-after"]).toBeUndefined();
  });

  it("has a title for every code and gives every code its own status", () => {
    expect(Object.keys(problemTitles).sort()).toEqual(Object.keys(errorStatus).sort());
    for (const code of Object.keys(errorStatus) as (keyof typeof errorStatus)[])
      expect(toProblem(new AppError(code, "x"), context).problem.status).toBe(errorStatus[code]);
  });
});

describe("toAppError", () => {
  it("keeps expected errors, also from another copy of the module", () => {
    const other = Object.assign(new Error("gone"), { name: "AppError", code: "not_found" });
    expect(toAppError(other).code).toBe("not_found");
  });

  it("turns an unavailable database into 503", () => {
    expect(toAppError(Object.assign(new Error("x"), { code: "ECONNREFUSED" })).code).toBe("database_unavailable");
    expect(toAppError(new Error("Connection terminated unexpectedly")).code).toBe("database_unavailable");
  });

  it("hides the message of an unknown error", () => {
    const response = problemAnswer(new Error("select secret from passwords"), context);
    expect(response.status).toBe(500);
    const text = String(response.body);
    expect(text).not.toContain("secret");
    expect(JSON.parse(text)).toMatchObject({ code: "internal_error", requestId: "r1" });
  });

  it("handles any thrown value", () => {
    for (const thrown of [undefined, null, "text", 7, {}]) expect(toAppError(thrown).code).toBe("internal_error");
  });
});

describe("sentenceAnswer", () => {
  it("answers the sentence and the status of an expected error, and only an id of an unknown one", () => {
    const known = sentenceAnswer(new AppError("not_found", "This suite does not exist."), context);
    expect(known).toMatchObject({ status: 404, body: "This suite does not exist." });
    expect(known.headers["content-type"]).toBe("text/plain; charset=utf-8");
    const unknown = sentenceAnswer(new Error("select secret from passwords"), context);
    expect(unknown.status).toBe(500);
    expect(unknown.body).toMatch(/^Something went wrong on our side.*\nRequest id: r1$/);
  });
});
