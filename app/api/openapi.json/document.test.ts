import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { openApiDocument } from "./document.ts";

const document = await openApiDocument("https://trivium.test");

test("every route under /api/v1 is described, and nothing else", () => {
  const routes = readdirSync("app/api/v1", { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === "route.ts")
    .flatMap(({ parentPath, name }) => {
      const file = join(parentPath, name);
      const path = parentPath.replace(/^app/, "").replace(/\[(\w+)\]/g, "{$1}");
      const text = readFileSync(file, "utf8");
      return [
        ...text.matchAll(/export (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE)\b/g),
      ].map(([, method]) => `${method} ${path}`);
    });
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(routes.sort());
});

const schema = { type: ["object", "boolean"] };
const content = {
  type: "object",
  minProperties: 1,
  additionalProperties: { type: "object", required: ["schema"], properties: { schema } },
};

/** The part of the OpenAPI 3.1 grammar that this document uses. */
const GRAMMAR = {
  type: "object",
  required: ["openapi", "info", "paths", "components"],
  properties: {
    openapi: { pattern: "^3\\.1\\.\\d+$" },
    info: { type: "object", required: ["title", "version"] },
    paths: {
      type: "object",
      propertyNames: { pattern: "^/" },
      additionalProperties: {
        type: "object",
        propertyNames: { enum: ["get", "post", "put", "patch", "delete"] },
        additionalProperties: {
          type: "object",
          required: ["operationId", "responses", "parameters"],
          properties: {
            parameters: {
              type: "array",
              items: {
                type: "object",
                required: ["name", "in", "schema"],
                properties: { in: { enum: ["path", "query", "header"] }, schema },
                if: { properties: { in: { const: "path" } } },
                // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
                then: { properties: { required: { const: true } } },
              },
            },
            requestBody: { type: "object", required: ["content"], properties: { content } },
            responses: {
              type: "object",
              minProperties: 1,
              propertyNames: { pattern: "^[1-5]\\d\\d$" },
              additionalProperties: {
                type: "object",
                required: ["description"],
                properties: { content },
              },
            },
          },
        },
      },
    },
  },
};

test("the document is OpenAPI 3.1", () => {
  const ajv = new Ajv2020({ strict: false });
  ajv.validate(GRAMMAR, document);
  expect(ajv.errors).toBeNull();
});

test("each schema in it is JSON Schema that compiles, and each name of an operation is its own", {
  timeout: 30_000,
}, () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "document", components: document.components });
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods)) as {
    operationId: string;
  }[];
  const found = [...JSON.stringify(operations).matchAll(/"schema":/g)].length;
  let compiled = 0;
  JSON.stringify(operations, (key, value) => {
    if (key !== "schema") return value;
    const standsAlone = JSON.parse(JSON.stringify(value).replaceAll('"#/', '"document#/'));
    expect(() => ajv.compile(standsAlone)).not.toThrow();
    compiled += 1;
    return value;
  });
  expect(compiled).toBe(found);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test("the document says what must be sent, and what a form with a file takes", () => {
  const bodies = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Sent>).map(
      ([method, { requestBody }]) => [`${method} ${path}`, requestBody] as const,
    ),
  );
  const mayBeEmpty = bodies.filter(([, body]) => body?.required === false).map(([name]) => name);
  expect(mayBeEmpty).toEqual(["post /api/v1/sessions/{id}/enrolments"]);
  const forms = bodies.flatMap(([name, body]) => {
    const form = body?.content["multipart/form-data"];
    return form ? [[name, Object.keys(form.schema.properties).join()]] : [];
  });
  expect(Object.fromEntries(forms)).toEqual({
    "post /api/v1/journals/{slug}/files": "phase,words,recognised,agreedOn,visible,file",
    "post /api/v1/place-files": "source,licence,file",
    "post /api/v1/resources/{id}/photos": "nl,fr,en,photo",
    "post /api/v1/spaces/{slug}/photos": "nl,fr,en,photo",
    "post /api/v1/verify": "badge,file",
  });
});

type Sent = {
  requestBody?: {
    required: boolean;
    content: Record<string, { schema: { properties: object } }>;
  };
};

/** Whose objects may hold more than is read here: the format is theirs. */
const OPEN = ["/api/v1/occupancy/readings", "/api/v1/occupancy/tts"];

test("what is sent holds nothing but what the document names", () => {
  const open: string[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods) as { requestBody?: object }[])
      JSON.stringify(operation.requestBody ?? {}, (_, value) => {
        const isOpen = value?.properties && value.type === "object";
        if (isOpen && value.additionalProperties !== false) open.push(path);
        return value;
      });
  expect([...new Set(open)]).toEqual(OPEN);
});
