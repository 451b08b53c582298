import { z } from "zod";
import { type Locale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { isMessageKey, type Message, messageFor } from "#lib/foundation/i18n/translator.ts";
import { DomainError } from "../errors/errors.ts";
import { noteTrouble } from "../errors/trouble.ts";
import { log } from "../logs/log.ts";
import { doorOf, metrics, routeTemplate } from "../logs/metrics.ts";
import { currentAsker, noteRefusal, withAsker } from "../logs/security-log.ts";
import { beginningOf, cleaned, keepableJson } from "../text/text.ts";
import { BYTES_PER_MEGABYTE, limitedText, piecesOf } from "./body.ts";
import { currentRequest, withRequest } from "./current-request.ts";
import { isBearer, isFromElsewhere } from "./foreign.ts";
import { unknownFields } from "./unknown-fields.ts";

const BODY_MEGABYTES = 1;

/** Runs a route; what it refuses leaves as problem+json in the reader's language. */
export async function respond(request: Request, run: () => Promise<Response>): Promise<Response> {
  const began = performance.now();
  let status = 500;
  try {
    const { method, url, headers } = request;
    const door = doorOf(method, new URL(url).pathname);
    const answer = await withAsker(() => answered(request, run), {
      requestId: headers.get("x-request-id"),
      door,
    });
    status = answer.status;
    return answer;
  } finally {
    const labels = {
      method: request.method,
      route: routeTemplate(new URL(request.url).pathname),
      status,
    };
    metrics().requests.observe(labels, (performance.now() - began) / 1000);
  }
}

async function answered(request: Request, run: () => Promise<Response>): Promise<Response> {
  try {
    refuseForeignPost(request);
    if (/%00/.test(request.url)) throw new DomainError("malformed", { code: "common.odd_text" });
    const answer = await withRequest(request, run);
    await refuseUnreadQuery(request, answer);
    return answer;
  } catch (error) {
    const locale = preferredLocale(request.headers.get("accept-language"));
    const refusal = noteTrouble(error);
    if (refusal) return problem(refusal, locale);
    const { requestId, door } = currentAsker() ?? {};
    if (!(error instanceof DomainError)) {
      log.error(
        { path: new URL(request.url).pathname, requestId, door, err: error },
        "route failed",
      );
      throw error;
    }
    noteRefusal(error, door ?? request.method);
    return problem(error, locale);
  }
}

/** Sends a browser on. @param cookies that it is to keep, each as a header */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/**
 * Headers of what everybody gets alike: it may be kept for a while. Where a door says nothing,
 * nothing is kept.
 */
export const FOR_EVERYBODY = { "cache-control": "public, max-age=60", vary: "Accept-Encoding" };

/**
 * A refusal in the reader's language: its title, and why each part was refused where none of a list
 * could be taken.
 *
 * @see RFC 9457
 */
export function problem(error: DomainError, locale: Locale): Response {
  const { status, reason, details } = error;
  return Response.json(
    {
      type: "about:blank",
      status,
      title: messageFor(locale, reason),
      ...reason,
      ...details,
      ...(isRefusals(details.refused) && {
        refused: details.refused.map((part) => ({ ...part, message: messageFor(locale, part) })),
      }),
    },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "content-language": locale,
        ...retryHeader(error),
      },
    },
  );
}

function isRefusals(value: unknown): value is Message[] {
  return Array.isArray(value) && value.every((part) => typeof part?.code === "string");
}

/** When to come back, of an answer that says "not now". */
export function retryHeader({ status, details }: DomainError): Record<string, string> {
  return status === 503 ? { "retry-after": String(details.retryAfter ?? RETRY_SECONDS) } : {};
}

const RETRY_SECONDS = 5;

/**
 * A form on another site may not act for whoever is signed in here. Whoever sends a bearer token is
 * known by it and by nothing else (`lib/foundation/identity/sign-in/session.ts` reads no cookie then), so
 * that a browser's cookies open nothing beside it.
 */
function refuseForeignPost(request: Request): void {
  if (isBearer(request.headers.get("authorization"))) return;
  if (isFromElsewhere(request.method, (name) => request.headers.get(name)))
    throw new DomainError("forbidden", { code: "common.foreign_request" });
}

/**
 * What a program sends as JSON. A field that the schema does not have is refused, as is a name in
 * the address: whoever sends it would take what is done for something else.
 *
 * @param isSigned whether a text in it was signed: then every character stays as it came
 * @param mayBeEmpty whether nothing may be sent as well, which is an object without fields
 * @throws DomainError too_large, malformed (not JSON, or not whole) or invalid (not of this shape)
 */
export async function jsonBody<T extends z.ZodType>(
  request: Request,
  schema: T,
  { megabytes = BODY_MEGABYTES, isSigned = false, mayBeEmpty = false }: BodyOptions = {},
): Promise<z.output<T>> {
  refuseOtherNames(request);
  const text = await limitedText(request, megabytes);
  let body: unknown;
  try {
    body = mayBeEmpty && text === "" ? {} : keepableJson(text);
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : new DomainError("malformed", { code: "common.not_json" });
  }
  const sent = isSigned ? body : cleaned(body);
  return fitting(schema, sent, unknownFields(schema, sent));
}

type BodyOptions = { megabytes?: number; isSigned?: boolean; mayBeEmpty?: boolean };

/** Of an operation that reads nothing but its path. @throws DomainError invalid, naming what came */
export async function nothingSent(request: Request): Promise<void> {
  await jsonBody(request, z.object({}), { mayBeEmpty: true });
}

/** A plain form's fields. @throws DomainError too_large, or malformed when it is no form */
export async function formBody(request: Request): Promise<URLSearchParams> {
  if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded"))
    throw new DomainError("malformed", { code: "common.not_a_form" });
  return new URLSearchParams(await limitedText(request, BODY_MEGABYTES));
}

/**
 * A form with a file. What is too large is read to its end, within reason, and forgotten: a browser
 * hears no answer while it sends.
 *
 * @param megabytes of the file; room is left for the other fields
 * @param fields all that it may have, its file among them
 * @throws DomainError too_large, malformed when it is no such form, or invalid with another field
 */
export async function multipartBody(
  request: Request,
  megabytes: number,
  fields: readonly string[],
): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data"))
    throw new DomainError("malformed", { code: "common.not_a_form" });
  const most = megabytes * BYTES_PER_MEGABYTE + FIELDS_BYTES;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of piecesOf(request)) {
    bytes += chunk.byteLength;
    if (bytes <= most) chunks.push(chunk);
    else if (bytes > DRAINED_BYTES) break;
  }
  if (bytes > most) throw new DomainError("too_large", { code: "common.too_large", megabytes });
  const form = await new Response(Buffer.concat(chunks), { headers: { "content-type": type } })
    .formData()
    .catch((cause) => {
      throw new DomainError("malformed", { code: "common.not_a_form" }, { cause });
    });
  refuseOtherFields(request, [...form.keys()], fields);
  return form;
}

/** @throws DomainError invalid, naming what a form has beside the fields that are known */
export function refuseOtherFields(
  request: Request,
  sent: readonly string[],
  known: readonly string[],
): void {
  const others = sent.filter((name) => !known.includes(name));
  refuseUnknown(request, "common.unknown_field", [...new Set(others)]);
}

const FIELDS_BYTES = 50_000;
const DRAINED_BYTES = 60_000_000;

/** Requests whose query was read. */
const queriesRead = new WeakSet<Request>();

/** What a query is read by: an object, or what is made of one. */
type QuerySchema = { shape: object } | { in: { shape: object } };

function namesOf(schema: QuerySchema): string[] {
  return Object.keys("shape" in schema ? schema.shape : schema.in.shape);
}

/**
 * What an address asks for. A name that is repeated becomes a list.
 *
 * @throws DomainError invalid, naming what is at fault: also a name that the schema does not have,
 *   of an operation of the API, since whoever narrows by it would take the answer for something else
 */
export function searchParams<T extends z.ZodType>(
  request: Request,
  schema: T & QuerySchema,
): z.output<T> {
  const values = new URL(request.url).searchParams;
  queriesRead.add(request);
  const known = namesOf(schema);
  const unknown = [...values.keys()].filter((name) => !known.includes(name));
  refuseUnknown(request, "common.unknown_parameter", unknown);
  return parsed<T>(
    schema,
    Object.fromEntries(
      [...values.keys()].map((key) => [
        key,
        values.getAll(key).length > 1 ? values.getAll(key) : values.get(key),
      ]),
    ),
  );
}

/** An operation that reads no query knows no name of one. */
async function refuseUnreadQuery(request: Request, answer: Response): Promise<void> {
  if (request.method !== "GET") return;
  try {
    refuseOtherNames(request);
  } catch (error) {
    await answer.body?.cancel();
    throw error;
  }
}

/**
 * Before anything is changed by an operation whose address holds no more than its path.
 *
 * @param known names that are read all the same
 * @throws DomainError invalid
 */
export function refuseOtherNames(request: Request, known: readonly string[] = []): void {
  if (queriesRead.has(request)) return;
  const names = [...new URL(request.url).searchParams.keys()];
  refuseUnknown(
    request,
    "common.unknown_parameter",
    names.filter((name) => !known.includes(name)),
  );
}

const LONGEST_NAME = 60;

/** Whoever shares a badge or a calendar may get something put behind its address on the way. */
function isOfTheApi(request: Request): boolean {
  return /^\/api\/v1\//.test(new URL(request.url).pathname);
}

function refuseUnknown(request: Request, code: UnknownCode, names: string[]): void {
  const [first] = names;
  if (first === undefined || !isOfTheApi(request)) return;
  const locale = preferredLocale(request.headers.get("accept-language"));
  const errors = unknownErrors(locale, code, names);
  throw new DomainError("invalid", unknownReason(code, first), { details: { errors } });
}

type UnknownCode = "common.unknown_parameter" | "common.unknown_field";

const unknownReason = (code: UnknownCode, name: string) => ({
  code,
  name: beginningOf(name, LONGEST_NAME),
});

function unknownErrors(locale: Locale, code: UnknownCode, names: string[]) {
  return names.map((field) => ({ field, message: messageFor(locale, unknownReason(code, field)) }));
}

/**
 * Everything that a program sends is read here.
 *
 * @throws DomainError invalid, saying of each field at fault what is wrong, in the language of the
 *   request
 */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  return fitting(schema, cleaned(value));
}

function fitting<T extends z.ZodType>(
  schema: T,
  value: unknown,
  unknown: string[] = [],
): z.output<T> {
  const locale = preferredLocale(currentRequest()?.headers.get("accept-language") ?? null);
  const result = schema.safeParse(value, { error: z.locales[locale]().localeError });
  const [first] = unknown;
  if (result.success && first === undefined) return result.data;
  const issues = result.error?.issues ?? [];
  const errors = issues.map(({ path, message }) => ({
    field: path.join("."),
    message: isMessageKey(message) ? messageFor(locale, { code: message }) : message,
  }));
  const reason =
    first === undefined
      ? { code: "common.check_fields" }
      : unknownReason("common.unknown_field", first);
  const named = unknownErrors(locale, "common.unknown_field", unknown);
  throw new DomainError("invalid", reason, { details: { errors: [...named, ...errors] } });
}
