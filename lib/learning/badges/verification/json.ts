import { signsOf, stepOf } from "#lib/foundation/platform/json-signs.ts";

/**
 * How deep objects and lists may stand in each other, and how many values there may be: badges have
 * some hundreds.
 */
const MOST_DEEP = 40;
const MOST_VALUES = 20_000;

/**
 * Why a text is not read as JSON although it may be some: it is deeper or longer than a badge is.
 * Looks at each sign once.
 */
export function jsonFault(text: string): "too_deep" | "too_large" | null {
  let [depth, values] = [0, 0];
  for (const sign of signsOf(text)) {
    const step = stepOf(sign);
    depth += step;
    // One with each comma, and the object or list itself.
    if (step >= 0) values += 1;
    if (depth > MOST_DEEP) return "too_deep";
    if (values > MOST_VALUES) return "too_large";
  }
  return null;
}

/** A JSON object from elsewhere; null for anything else. */
export function jsonObject(text: string): JsonObject | null {
  if (jsonFault(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON-LD writes as one value or as a list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
