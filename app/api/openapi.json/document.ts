import { z } from "zod";
import type { Operation } from "#lib/foundation/platform/http/operation.ts";
import { inputSchema } from "#lib/foundation/platform/http/unknown-fields.ts";
import { everyOperation } from "#lib/modules.ts";
import { problem } from "./problem.ts";

/**
 * OpenAPI 3.1 of every module, made from the schemas that the routes parse with: it cannot say
 * anything else than they do.
 */
export async function openApiDocument(serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of await everyOperation()) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationObject(operation),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Trivium",
      version: "1",
      description:
        "Moments are RFC 3339 with an offset. Refusals are application/problem+json with a code; a query parameter or a field that an operation does not have is refused, except where a schema says that it takes others. Sign in with the session cookie, or with a personal access token as bearer.",
      license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, "output") },
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "trivium" },
      },
    },
  };
}

function operationObject(operation: Operation) {
  const { path, method, summary, signedIn } = operation;
  return {
    summary,
    operationId: `${method}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, "")}`,
    parameters: parametersOf(operation),
    ...requestBodyOf(operation),
    responses: responsesOf(operation),
    ...(signedIn ? { security: [{ token: [] }, { session: [] }] } : {}),
  };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key and request get the first answer again, and one effect.",
  schema: { type: "string" },
};

/** What stands in the path, behind its question mark, and in the head of the request. */
function parametersOf({ path, query, idempotent }: Operation) {
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...(query ? queryParameters(query) : []),
    ...(idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
}

function requestBodyOf({ body, form, mayBeEmpty }: Operation) {
  if (!body && !form) return {};
  const content = {
    ...(body && { "application/json": { schema: plain(inputSchema(body)) } }),
    ...(form && { "multipart/form-data": { schema: plain(inputSchema(form)) } }),
  };
  return { requestBody: { required: !mayBeEmpty, content } };
}

const REFUSED = {
  description: "Refused; the code says why.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The answer, and each code with which it is refused. */
function responsesOf({
  method,
  summary,
  query,
  body,
  form,
  answer: { status, schema, mediaType = "application/json" },
  signedIn,
  refusals = [],
}: Operation) {
  const reads = query || body || form || method === "get";
  const codes = [...(signedIn ? [401, 403] : []), ...(reads ? [422] : []), ...refusals];
  return {
    [status]: {
      description: summary,
      ...(schema ? { content: { [mediaType]: { schema: jsonSchema(schema, "output") } } } : {}),
    },
    ...Object.fromEntries(codes.map((code) => [code, REFUSED])),
  };
}

function queryParameters(query: z.ZodType) {
  const { properties = {}, required = [] } = jsonSchema(query, "input") as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

/**
 * What is read from a string by code of ours (a moment, a list) is a string to whoever sends it.
 */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  return plain(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
}

function plain({ $schema: _, ...described }: z.core.JSONSchema.BaseSchema) {
  return described;
}
