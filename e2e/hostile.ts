import fc from "fast-check";

/** What would leave a text, an attribute, a script, a title or a drawing, if anything could. */
export const HOSTILE = `"'></p></script></title></textarea><img src=x onerror=alert(1)><svg onload=alert(1)><script>alert(1)</script><!--`;

/** JSON Schema, as far as this document uses it. */
type Schema = {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minItems?: number;
  minimum?: number;
};

type Operation = { requestBody?: { content: Record<string, { schema: Schema }> } };
export type OpenApi = { paths: Record<string, Record<string, Operation>> };

export type Hostile = { method: string; path: string; body: string | undefined; why: string };

/** What nobody who means well sends in place of a field. */
const VALUES: unknown[] = [
  null,
  true,
  -1,
  0,
  1e9,
  1e308,
  1.5,
  2 ** 53,
  "",
  " ",
  "a\u0000b",
  "\ud800",
  "x".repeat(100_000),
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "2026-03-03T10:00",
  "2026-02-30T10:00:00Z",
  "+275760-09-13T00:00:00Z",
  "-271821-04-20T00:00:00Z",
  "2527-03-03T10:00:00Z",
  "FREQ=DAYLY;COUNT=2",
  "FREQ=DAILY;COUNT=100000",
  "FREQ=DAILY;UNTIL=25260101T000000Z",
  "FREQ=SECONDLY;COUNT=10",
  "00000000-0000-0000-0000-000000000000",
  [],
  {},
  [[[[]]]],
  [null],
  Array.from({ length: 2_000 }, () => "2026-03-03T10:00"),
  { toString: "x", __proto__: null },
];

/** What is not even a document, or one that is meant to hurt. */
const DOCUMENTS = [
  "",
  "{",
  "null",
  "[]",
  '"text"',
  "NaN",
  '{"a":1e999}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  "\ufeff{}",
  "[".repeat(50_000),
  `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
  JSON.stringify({ purpose: "x".repeat(1_100_000) }),
];

/** Sent in place of an id. */
const SEGMENTS = [
  "00000000-0000-4000-8000-000000000000",
  "1",
  "-1",
  "%00",
  "..%2f..%2fetc",
  "%ff",
  "null",
  "x".repeat(2_000),
];

/** A body that a well-meaning client would send, by the names and types of its schema. */
function example(schema: Schema, name = ""): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return example(choice, name);
  const [type] = [schema.type].flat();
  if (type === "object")
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, one]) => [key, example(one, key)]),
    );
  if (type === "array")
    return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
      example(schema.items ?? {}, name),
    );
  if (type === "integer" || type === "number") return Math.max(1, schema.minimum ?? 1);
  if (type === "boolean") return false;
  if (schema.format === "uuid" || /id$/i.test(name)) return "00000000-0000-4000-8000-000000000000";
  if (/^first(Start|End)$|Starts$|^occurrence$/.test(name)) return "2027-03-02T10:00";
  if (/^(start|end|at|deviceNow|.*At)$/.test(name)) return "2027-03-02T10:00:00+01:00";
  if (name === "rule") return "FREQ=DAILY;COUNT=2";
  return "a";
}

/**
 * A body that gets as far as the commands: a room there is, so long as the field has such a name.
 */
function withKnown(body: unknown, known: Record<string, unknown>): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return { ...body, ...Object.fromEntries(Object.entries(known).filter(([name]) => name in body)) };
}

/** Every place in a body where something else may stand. */
function placesIn(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...at, key]))];
}

function replaced(value: unknown, [first, ...rest]: (string | number)[], by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, index) =>
      String(index) === String(first) ? replaced(one, rest, by) : one,
    );
  const fields = value as Record<string, unknown>;
  return { ...fields, [first]: replaced(fields[first], rest, by) };
}

/**
 * Requests to every address that takes something: what it expects with one thing wrong, what is no
 * document at all, and random JSON. So many for each address.
 *
 * @param known values that exist, by the name of their field
 */
export function hostileRequests(
  document: OpenApi,
  { each, seed, known = {} }: { each: number; seed: number; known?: Record<string, unknown> },
): Hostile[] {
  const requests: Hostile[] = [];
  for (const [template, methods] of Object.entries(document.paths))
    for (const method of ["post", "patch", "put"].filter((name) => methods[name])) {
      const schema = Object.values(methods[method]?.requestBody?.content ?? {})[0]?.schema;
      const right = schema ? withKnown(example(schema), known) : {};
      const wrong = placesIn(right).flatMap((place) =>
        VALUES.map((value) => ({
          body: JSON.stringify(replaced(right, place, value)),
          why: `${place.join(".")}`,
        })),
      );
      const random = fc
        .sample(fc.json({ maxDepth: 4 }), { numRuns: each, seed })
        .map((body) => ({ body, why: "random" }));
      const documents = DOCUMENTS.map((body) => ({ body, why: "document" }));
      const some = fc.sample(
        fc.shuffledSubarray(wrong, {
          minLength: Math.min(each, wrong.length),
          maxLength: Math.min(each, wrong.length),
        }),
        {
          numRuns: 1,
          seed,
        },
      );
      const bodies = [
        { body: JSON.stringify(right), why: "as it should be" },
        ...documents,
        ...some.flat(),
        ...random.slice(0, each / 3),
      ];
      for (const [position, { body, why }] of bodies.entries()) {
        const segment = SEGMENTS[position % 3 === 0 ? position % SEGMENTS.length : 0] ?? "";
        requests.push({
          method: method.toUpperCase(),
          path: template.replace(/\{\w+\}/g, segment),
          body,
          why,
        });
      }
    }
  return requests;
}

type Answer = { status: number; type: string; language: string; text: string };

/**
 * What is wrong with an answer, or null: a refusal has a code and a sentence, in the language that
 * was asked for.
 */
export function faultOf({ status, type, language, text }: Answer, asked: string): string | null {
  if (status >= 500) return `status ${status}`;
  if (/\bat \S+ \(|node_modules|\.ts:\d+|SQLSTATE|syntax error at/.test(text))
    return "a stack or a statement shows";
  if (status < 400) return null;
  if (!type.startsWith("application/problem+json")) return `a refusal that is ${type}`;
  const { code, title, status: said } = JSON.parse(text);
  if (!/^\w+\.\w+$/.test(code)) return `code ${code}`;
  if (typeof title !== "string" || title.length < 3 || title === code) return `title ${title}`;
  if (said !== status) return `says ${said}`;
  if (language !== asked) return `in ${language}`;
  return null;
}
