import { isRecord } from "@/lib/core/records";
import type { Content, Variable } from "@/lib/template/content";
import { roleOf } from "@/lib/template/dotprompt-body";
import type { Source } from "@/lib/template/source";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";
import { defineImporter, nameIn } from "../define-importer";
import { takeModel, takeSchema, withVariables } from "../settings";
import { type Dialect, promptOf, Sink } from "../sink";

const ownFields = ["template_format", "input_variables", "execution_settings"];
const message = /<message\s+role=["'](\w+)["']\s*>([\s\S]*?)<\/message>/g;

/** Semantic Kernel's prompts: a YAML or JSON file, or `skprompt.txt`. */
export const semanticKernel = defineImporter({
  format: "semantic-kernel",
  label: "Semantic Kernel",
  reads: "one prompt: template, variables and the settings of one service; or a skprompt.txt",
  endings: [".yaml", ".json", "skprompt.txt"],
  kinds: ["yaml", "json", "text"],
  is({ source: { value }, kind, path }) {
    if (kind === "text") return /(^|\/)skprompt\.txt$/i.test(path);
    return isRecord(value) && typeof value.template === "string" && ownFields.some((key) => Object.hasOwn(value, key));
  },
  read({ source, kind, front, name: fileName }) {
    const sink = new Sink();
    if (kind === "text") {
      const messages = readTemplate(front.text.trim(), "", "semantic-kernel", sink);
      return [promptOf(fileName.replace(/\/?skprompt$/i, "") || "skprompt", [sink.version(messages)])];
    }
    source.setAside("schema", "schema_version");
    const dialect = dialectOf(source.at("template_format"), sink);
    const template = String(source.at("template").take());
    const content: Content = {
      ...readTemplate(template, "/template", dialect, sink),
      ...readSettings(source.at("execution_settings")),
      ...readOutput(source.at("output_variable")),
    };
    const whole = withVariables(content, readVariables(source.at("input_variables")), sink);
    const name = nameIn(source.text("name"), fileName);
    return [promptOf(name, [sink.version(whole)], { description: source.text("description") })];
  },
});

function dialectOf(field: Source, sink: Sink): Dialect {
  const dialects: Record<string, Dialect> = {
    "semantic-kernel": "semantic-kernel",
    handlebars: "mustache",
    liquid: "liquid",
    jinja2: "jinja",
  };
  if (field.value === undefined) return "semantic-kernel";
  const dialect = dialects[String(field.value)];
  if (dialect) field.take();
  else sink.refuse(field.pointer, `Templates in "${String(field.value)}" are not read.`);
  return dialect ?? "semantic-kernel";
}

/** Reads a template, in which <message role="…"> tags make a chat. */
function readTemplate(text: string, pointer: string, dialect: Dialect, sink: Sink): Pick<Content, "type" | "messages"> {
  const found = [...text.matchAll(message)];
  if (found.length === 0)
    return { type: "text", messages: [{ role: "user", content: sink.convert(text, pointer, dialect) }] };
  if (text.replaceAll(message, "").trim() !== "")
    sink.refuse(pointer, "There is text outside the <message> tags, which may hold logic over whole messages.");
  const messages = found.flatMap(([, word = "", inner = ""]): Content["messages"] => {
    const role = roleOf(word.toLowerCase());
    if (!role) sink.refuse(pointer, `The role "${word}" is not supported here.`);
    return role ? [{ role, content: sink.convert(inner.trim(), pointer, dialect) }] : [];
  });
  return { type: "chat", messages };
}

/** Reads the settings of one service. A prompt cannot hold the settings of several services. */
function readSettings(settings: Source): Partial<Content> {
  const services = settings.fields();
  const [only] = services;
  if (!only || services.length > 1) {
    settings.leave("Settings for several services. Choose one in the editor.");
    return {};
  }
  const [key, service] = only;
  const id = ["model_id", "modelId", "ai_model_id"].map((each) => service.at(each)).find(({ value }) => Boolean(value));
  // The id of a service may be the name of its model.
  const model = takeModel(id ?? service.at("model_id"), [service], {
    isOpen: ["model_id", "modelId", "ai_model_id", "service_id"],
  });
  if (!model) service.leave(`The service "${key}" names no model that is known.`);
  return model ? { model } : {};
}

/** Reads the response schema. */
function readOutput(output: Source): Partial<Content> {
  const field = output.at("json_schema");
  if (typeof field.value !== "string") {
    const schema = takeSchema(field);
    return schema ?? {};
  }
  try {
    const value: unknown = JSON.parse(field.value);
    if (!isRecord(value)) return {};
    field.take();
    return { responseSchema: value };
  } catch {
    field.leave("This is not JSON.");
    return {};
  }
}

function readVariables(list: Source): Variable[] {
  return list.items().flatMap((each): Variable[] => {
    const name = each.at("name").value;
    if (typeof name !== "string" || !isVariableName(name) || isReservedVariableName(name)) return [];
    each.text("name");
    each.setAside("allow_dangerously_set_content", "allow_unsafe_content");
    const [fallback, needed] = [each.at("default"), each.at("is_required")];
    const hasDefault = typeof fallback.value === "string" && fallback.value !== "";
    const description = each.text("description");
    return [
      {
        name,
        type: "string",
        required: typeof needed.value === "boolean" ? (needed.take() as boolean) : !hasDefault,
        ...(hasDefault && { default: fallback.take() }),
        ...(description !== null && { description }),
      },
    ];
  });
}
