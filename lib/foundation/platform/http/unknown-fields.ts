import { z } from "zod";

/** Of more than these nothing new is learned. */
const MOST_NAMED = 20;

/**
 * The fields of what was sent that its schema does not have, as "equipment.0.colour". An object
 * that says it is open (`z.looseObject`) may have any.
 */
export function unknownFields(schema: z.ZodType, value: unknown): string[] {
  const found: string[] = [];
  collect(schema, value, "", found);
  return found;
}

/** The schema of what a program sends, as JSON Schema: closed where {@link unknownFields} says so. */
export function inputSchema(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === "object" && !def.catchall) jsonSchema.additionalProperties = false;
    },
  });
}

function collect(schema: z.core.$ZodType, value: unknown, path: string, found: string[]): void {
  if (value === null || typeof value !== "object" || found.length >= MOST_NAMED) return;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") collectOfObject(def, value, path, found);
  else if (def.type === "array") {
    if (Array.isArray(value) && mayHoldObjects(def.element))
      for (const [at, item] of value.entries()) collect(def.element, item, `${path}${at}.`, found);
  } else if (def.type === "union") {
    const read = def.options.find((option) => z.safeParse(option, value).success);
    if (read) collect(read, value, path, found);
  } else if (def.type === "pipe") collect(def.in, value, path, found);
  else if ("innerType" in def) collect(def.innerType, value, path, found);
}

function collectOfObject(
  { shape, catchall }: z.core.$ZodObjectDef,
  value: object,
  path: string,
  found: string[],
): void {
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known) collect(known, inner, `${path}${name}.`, found);
    else if (!catchall && found.length < MOST_NAMED) found.push(path + name);
  }
}

function mayHoldObjects(schema: z.core.$ZodType): boolean {
  return !["string", "number", "unknown", "enum"].includes(schema._zod.def.type);
}
