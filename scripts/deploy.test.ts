import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { parseEnv } from "@/lib/core/env";
import manifest from "@/package.json" with { type: "json" };
import { root } from "./root";

const folder = join(root, "deploy/kubernetes");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const models = { ConfigMap, Deployment, Ingress, PodDisruptionBudget, Secret, Service };

const object = z.looseObject({
  kind: z.enum(["ConfigMap", "Deployment", "Ingress", "PodDisruptionBudget", "Secret", "Service"]),
  metadata: z.looseObject({ name: z.string() }),
});
type Manifest = z.infer<typeof object> & { file: string };

const files = readdirSync(folder).filter((name) => name !== "kustomization.yaml");
const objects: Manifest[] = files.flatMap((file) =>
  parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return Object.assign(object.parse(document.toJS()), { file });
  }),
);

const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port: z.literal("http") }),
  periodSeconds: z.number(),
  timeoutSeconds: z.number().optional(),
  failureThreshold: z.number(),
});
const deployment = z.looseObject({
  replicas: z.number(),
  selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
  template: z.object({
    metadata: z.object({ labels: z.record(z.string(), z.string()) }),
    spec: z.looseObject({
      terminationGracePeriodSeconds: z.number(),
      containers: z.tuple([
        z.looseObject({
          image: z.string(),
          env: z.array(z.object({ name: z.string(), value: z.string() })),
          readinessProbe: probe,
          livenessProbe: probe,
        }),
      ]),
    }),
  }),
});
const roles = objects
  .filter(({ kind }) => kind === "Deployment")
  .map(({ metadata, spec }) => ({ name: metadata.name, spec: deployment.parse(spec) }));
const containerOf = (role: string) => {
  const found = roles.find(({ name }) => name === `understudy-${role}`);
  if (!found) throw new Error(`There is no Deployment of the role ${role}.`);
  return found.spec.template.spec.containers[0];
};

const config = z.record(z.string(), z.string()).parse(objects.find(({ kind }) => kind === "ConfigMap")?.data);
const secret = z.record(z.string(), z.string()).parse(objects.find(({ kind }) => kind === "Secret")?.stringData);

describe("the manifests of Kubernetes", () => {
  // kubectl and podman use libyaml, where a "?" ends a plain scalar in braces.
  test.each(files)("%s has no plain text with a question mark in braces", (file) => {
    const plain = read(`deploy/kubernetes/${file}`).matchAll(/\{[^}"'\n]*\?[^}\n]*\}/g);
    expect([...plain].map(([text]) => text)).toEqual([]);
  });

  test.each(objects.map((one) => [`${one.file}: ${one.kind} ${one.metadata.name}`, one] as const))(
    "%s is what the schema of Kubernetes asks for",
    (_, { file: _file, ...manifest }) => {
      const Model: new (data: never) => { validate(): void } = models[manifest.kind];
      expect(() => new Model(manifest as never).validate()).not.toThrow();
    },
  );

  test("the schema is used: a probe without a port, or a number as text, is refused", () => {
    const [one] = objects.filter(({ kind }) => kind === "Deployment");
    const { file: _, ...broken } = structuredClone(one) as Manifest & { spec: { replicas: unknown } };
    broken.spec.replicas = "2";
    expect(() => new Deployment(broken as never).validate()).toThrow(/replicas/);
  });

  test("every file is part of the kustomization, except the secret", () => {
    const { resources, images } = parse(read("deploy/kubernetes/kustomization.yaml")) as Record<string, unknown>;
    expect(resources).toEqual(expect.arrayContaining(files.filter((file) => file !== "secret.example.yaml")));
    expect(images).toEqual([{ name: "understudy", newTag: manifest.version }]);
  });

  test("three roles run, with their readiness probes", () => {
    expect(roles.map(({ name }) => name).sort()).toEqual(
      ["runtime", "studio", "worker"].map((role) => `understudy-${role}`),
    );
    expect(containerOf("runtime").readinessProbe.httpGet.path).toBe("/readyz");
    for (const role of ["studio", "worker"])
      expect(containerOf(role).readinessProbe.httpGet.path).toBe("/readyz?for=studio");
    for (const { spec } of roles) expect(spec.template.spec.containers[0].livenessProbe.httpGet.path).toBe("/healthz");
  });

  test("every role starts with the settings it is given", () => {
    const filled = {
      ...secret,
      NEXTAUTH_SECRET: "x".repeat(44),
      ENCRYPTION_KEYS: `first:${"A".repeat(43)}=`,
      METRICS_TOKEN: "y".repeat(48),
    };
    for (const role of ["runtime", "studio", "worker"]) {
      const own = Object.fromEntries(containerOf(role).env.map(({ name, value }) => [name, value]));
      const env = parseEnv({ ...config, ...filled, ...own } as unknown as NodeJS.ProcessEnv);
      expect(env.UNDERSTUDY_ROLE).toBe(role);
      expect(env.NODE_ENV).toBe("production");
      const { terminationGracePeriodSeconds } = roles.find(({ name }) => name.endsWith(role))?.spec.template.spec ?? {};
      expect(Number(terminationGracePeriodSeconds)).toBeGreaterThan(env.SHUTDOWN_SECONDS);
      expect(env.SHUTDOWN_SECONDS).toBeGreaterThan(env.SHUTDOWN_GRACE_SECONDS);
    }
  });

  test("services and budgets select pods that exist", () => {
    const labels = roles.map(({ spec }) => spec.template.metadata.labels);
    const selects = z.union([
      z.looseObject({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }),
      z.looseObject({ selector: z.record(z.string(), z.string()) }),
    ]);
    for (const { kind, spec, metadata } of objects.filter(({ kind }) => /^(Service|PodDisruptionBudget)$/.test(kind))) {
      const { selector } = selects.parse(spec);
      const selected = "matchLabels" in selector ? selector.matchLabels : selector;
      expect(labels, `${kind} ${metadata.name}`).toContainEqual(expect.objectContaining(selected));
    }
    expect(containerOf("runtime").env).toContainEqual({ name: "STUDIO_URL", value: "http://understudy-studio:3000" });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain("Service understudy-studio");
  });
});

describe("images", () => {
  const compose = parse(read("compose.yaml")) as {
    services: Record<string, { image: string; environment?: Record<string, string>; stop_grace_period?: string }>;
    volumes: Record<string, unknown>;
  };

  test("everything uses the version of package.json", () => {
    expect(compose.services.understudy?.image).toBe(`understudy:${manifest.version}`);
    for (const { spec } of roles) expect(spec.template.spec.containers[0].image).toBe(`understudy:${manifest.version}`);
    expect(JSON.parse(read("package-lock.json")).version).toBe(manifest.version);
    expect(read("CHANGELOG.md")).toContain(`## [${manifest.version}]`);
  });

  test("compose sets what Understudy reads, and requires every secret", () => {
    const example = Object.fromEntries(
      read("deploy/compose.env.example")
        .split("\n")
        .flatMap((line) => (/^[A-Z]/.test(line) ? [line.split("=", 2)] : [])),
    );
    const filled: Record<string, string> = {
      ...example,
      POSTGRES_PASSWORD: "ab",
      NEXTAUTH_SECRET: "x".repeat(44),
      ENCRYPTION_KEYS: `first:${"A".repeat(43)}=`,
    };
    const fill = (text: string) =>
      text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind?: string, word = "") => {
        if (kind === "?") expect(Object.keys(example)).toContain(name);
        return filled[name] || word;
      });
    const env = parseEnv(
      Object.fromEntries(
        Object.entries(compose.services.understudy?.environment ?? {}).map(([name, value]) => [name, fill(value)]),
      ) as unknown as NodeJS.ProcessEnv,
    );
    expect(env.DATABASE_URL).toBe("postgresql://understudy:ab@postgres:5432/understudy");
    expect(env.UNDERSTUDY_SEED).toBe("empty");
    expect(Number.parseInt(compose.services.understudy?.stop_grace_period ?? "", 10)).toBeGreaterThan(
      env.SHUTDOWN_SECONDS,
    );
  });

  test("the image runs without root, has a readiness check, and is built from files in git", () => {
    const file = read("Dockerfile");
    expect(file).toMatch(/^USER 10001:10001$/m);
    expect(file).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(file).toMatch(/^HEALTHCHECK [\s\S]*\/readyz/m);
    const ignored = read(".dockerignore").trim().split("\n");
    for (const path of [".git", ".data", "node_modules", ".next", "dist", ".env*"]) expect(ignored).toContain(path);
  });
});
