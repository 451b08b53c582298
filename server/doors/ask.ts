import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { withRequest } from "#lib/foundation/platform/http/current-request.ts";
import type { Cell, Role, Things, World } from "./world.ts";

/**
 * A door as the table names it: "page /desk", "GET /api/v1/spaces" or "action
 * lib/booking/bookings/actions.ts cancelBookingAction".
 */
export type Door = string;

/**
 * `unread`: the request did not get as far as the question of who may. `broken`: it was answered
 * with a fault of ours.
 */
export type Outcome = { verdict: "refused" | "allowed" | "unread" | "broken"; why: string };

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const ROOT = join(import.meta.dirname, "../..");

/** Every door there is, read from the files: pages, methods of routes, exported server actions. */
export function allDoors(): Door[] {
  const app = filesUnder("app");
  const pages = app
    .filter((file) => file.endsWith("/page.tsx"))
    .map((file) => `page ${pathOf(file)}`);
  const routes = app
    .filter((file) => file.endsWith("/route.ts"))
    .flatMap((file) => methodsIn(file).map((method) => `${method} ${pathOf(file)}`));
  const actions = filesUnder("lib")
    .filter((file) => /\/actions[\w-]*\.ts$/.test(file))
    .flatMap((file) => actionsIn(file).map((name) => `action ${file} ${name}`));
  return [...pages, ...routes, ...actions].sort();
}

function methodsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return METHODS.filter((method) =>
    new RegExp(`export (async )?(function|const) ${method}\\b`).test(text),
  );
}

function actionsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^export (?:async function|const) (\w+)/gm)].map(
    ([, name = ""]) => name,
  );
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

/**
 * "app/[locale]/desk/page.tsx" is "/desk", and "app/kiosk/[space]/page.tsx" is "/kiosk/[space]"
 * under no language.
 */
function pathOf(file: string): string {
  const path = file.replace(/^app(\/\[locale\])?/, "").replace(/\/(page\.tsx|route\.ts)$/, "");
  return path === "" ? "/" : path;
}

export type Question = {
  door: Door;
  /** The kind of thing whose id is sent; empty where none is. */
  thing: string;
  /** What this door needs besides what every form holds. */
  more: Record<string, unknown>;
  role: Role;
  cell: Cell;
  /** Sent in place of the thing's id. */
  instead?: string;
};

/** Asks one door as one role, with real sessions, on the connection that `database()` gives. */
export async function ask(world: World, question: Question): Promise<Outcome> {
  const { door, role } = question;
  const [kind = "", where = "", name = ""] = door.split(" ");
  const cookie = world.cookies[role];
  const headers: Record<string, string> = cookie ? { cookie } : {};
  const things = thingsOf(world, question);
  const fields: Record<string, unknown> = {
    ...fieldsFor(world, things),
    ...sent(question.more, things),
  };
  const params = paramsOf(where, things, question);
  // A device's token is sent where a device asks.
  if (question.cell === "own" && question.more.bearer)
    headers.authorization = `Bearer ${fields.bearer}`;
  if (kind === "page") return askPage(where, { params, fields, headers });
  if (kind === "action") return askAction(where, name, { fields, headers });
  return askRoute(kind, where, { params, fields, headers });
}

/**
 * Ids of what is asked for: one's own things over those of the space, and what is named in place of
 * them.
 */
function thingsOf(world: World, { thing, role, cell, instead }: Question): Things {
  const ofSpace = world.spaces[cell === "other" ? "other" : "same"];
  const own = cell === "own" ? world.own[role] : {};
  const all: Things = { ...world.network, ...ofSpace, ...own };
  const id = instead ?? all[thing] ?? "";
  return { ...all, day: world.day, id, ...(thing === "" ? {} : { [thing]: id }) };
}

/**
 * Where a page is for one role, under no language: with the id of the thing in its path, or with
 * all that its question needs.
 *
 * @param door "page /desk/series/[id]"
 */
export function addressOf(world: World, question: Question): string {
  const [, where = ""] = question.door.split(" ");
  const things = thingsOf(world, question);
  const params = paramsOf(where, things, question);
  const path = where.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => params[name] ?? "");
  const isNamed =
    question.thing === "" || (where.includes("[") && Object.keys(question.more).length === 0);
  if (isNamed) return path;
  const fields = { ...fieldsFor(world, things), ...sent(question.more, things) };
  return `${path}?${new URLSearchParams(wordsIn(fields))}`;
}

type Sent = {
  params: Record<string, string>;
  fields: Record<string, unknown>;
  headers: Record<string, string>;
};

/**
 * What a page is called in a language, without the name of the house; null where it says nothing.
 *
 * @param door "page /desk/series/[id]"
 */
export async function titleOf(world: World, question: Question, locale: Locale) {
  const [, where = ""] = question.door.split(" ");
  const things = thingsOf(world, question);
  const { generateMetadata, metadata } = await moduleOfPage(where);
  const cookie = world.cookies[question.role];
  const request = new Request(`http://localhost:3000/${locale}`, {
    headers: cookie ? { cookie } : {},
  });
  const params = Promise.resolve({ locale, ...paramsOf(where, things, question) });
  const fields = { ...fieldsFor(world, things), ...sent(question.more, things) };
  const given = await withRequest(request, async () =>
    generateMetadata?.({ params, searchParams: Promise.resolve(wordsIn(fields)) }),
  );
  const { title = null } = given ?? metadata ?? {};
  return typeof title === "string" ? title : (title?.absolute ?? null);
}

async function moduleOfPage(where: string) {
  const file = ["app/[locale]", "app"]
    .map((base) => join(ROOT, base, where, "page.tsx"))
    .find(existsSync);
  return import(/* @vite-ignore */ file ?? "");
}

function wordsIn(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string] => typeof field[1] === "string",
    ),
  );
}

async function askPage(where: string, { params, fields, headers }: Sent): Promise<Outcome> {
  const { default: Page } = await moduleOfPage(where);
  const request = new Request("http://localhost:3000/en", { headers });
  return outcomeOf(
    withRequest(request, () =>
      Promise.resolve().then(() =>
        Page({
          params: Promise.resolve({ locale: "en", ...params }),
          searchParams: Promise.resolve(wordsIn(fields)),
        }),
      ),
    ),
  );
}

async function askAction(
  file: string,
  name: string,
  { fields, headers }: Omit<Sent, "params">,
): Promise<Outcome> {
  const actions = await import(/* @vite-ignore */ join(ROOT, file));
  const form = new FormData();
  for (const [field, value] of Object.entries(fields).filter(([, given]) => given !== undefined))
    for (const one of [value].flat()) form.append(field, one instanceof File ? one : String(one));
  const request = new Request("http://localhost:3000/en", { headers });
  thrown.last = null;
  const state = withRequest(request, () =>
    actions[name]({ message: null, errors: {}, values: {} }, form),
  );
  return outcomeOf(
    state.then((answer: { errors?: Record<string, string> }) => {
      if (thrown.last) throw thrown.last;
      const [wrong] = Object.entries(answer?.errors ?? {});
      if (wrong) throw new Unread(wrong.join(": "));
    }),
  );
}

async function askRoute(
  method: string,
  where: string,
  { params, fields, headers }: Sent,
): Promise<Outcome> {
  const file = ["app", "app/[locale]"]
    .map((base) => join(ROOT, base, where, "route.ts"))
    .find(existsSync);
  const route = await import(/* @vite-ignore */ file ?? "");
  const query = new URLSearchParams(wordsIn(fields));
  const url = `http://localhost:3000${where}${method === "GET" ? `?${query}` : ""}`;
  const bodyOf = (sent: Record<string, unknown>) => {
    if (fields.multipart) return multipart(sent);
    return fields.asForm === true ? new URLSearchParams(query) : JSON.stringify(sent);
  };
  const asked = (sent: Record<string, unknown>) => {
    const body = method === "GET" || method === "DELETE" ? undefined : bodyOf(sent);
    return new Request(url, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...headers,
        host: "localhost:3000",
        origin: "http://localhost:3000",
        ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
      },
    });
  };
  const request = asked(fields);
  /** The same without the names that the API says it does not know: what is sent suits many doors. */
  const asKnown = async (answer: Response, sent = fields): Promise<Response> => {
    const { code, names } = await unknownIn(answer);
    const at = { params: Promise.resolve(params) };
    const { headers: same } = request;
    if (code === "common.unknown_parameter" && method === "GET") {
      for (const name of names) query.delete(name);
      return route.GET(
        new Request(`http://localhost:3000${where}?${query}`, { headers: same }),
        at,
      );
    }
    if (code !== "common.unknown_field") return answer;
    const known = Object.fromEntries(
      Object.entries(sent).filter(([name]) => !names.includes(name)),
    );
    if (Object.keys(known).length === Object.keys(sent).length) throw new Unread(names.join());
    return asKnown(await route[method](asked(known), at), known);
  };
  return outcomeOf(
    Promise.resolve(route[method](request, { params: Promise.resolve(params) }))
      .then((answer: Response) => asKnown(answer))
      .then(async (answer: Response) => {
        const location = answer.headers.get("location") ?? "";
        if (answer.status < 400) {
          await answer.body?.cancel();
          if (/sign-in\?(failed|next)/.test(location))
            throw new DomainError("unauthenticated", { code: location });
          return;
        }
        const { code, errors } = await answer.json().catch(() => ({ code: "none" }));
        if (answer.status === 400 || code === "common.check_fields")
          throw new Unread(`${code} ${JSON.stringify(errors)}`);
        if ([401, 403, 404].includes(answer.status)) throw new Refused(`${answer.status} ${code}`);
      }),
  );
}

/** What the API says it does not know of a request: why it was refused, and each name. */
async function unknownIn(answer: Response): Promise<{ code: string; names: string[] }> {
  if (answer.status !== 422) return { code: "", names: [] };
  const { code, errors = [] } = await answer.clone().json();
  return { code, names: errors.map(({ field }: { field: string }) => field) };
}

function multipart(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.append(name, value instanceof File ? value : String(value));
  return form;
}

/** The error that `submit` would have put into words: kept by the test's stand-in for it. */
export const thrown: { last: Error | null } = { last: null };

class Unread extends Error {}
class Refused extends Error {}

async function outcomeOf(answer: Promise<unknown>): Promise<Outcome> {
  try {
    await answer;
    return { verdict: "allowed", why: "" };
  } catch (error) {
    return error instanceof Error
      ? outcomeOfError(error)
      : { verdict: "broken", why: String(error) };
  }
}

function outcomeOfError(error: Error): Outcome {
  if (error instanceof Unread) return { verdict: "unread", why: error.message };
  if (error instanceof Refused) return { verdict: "refused", why: error.message };
  if (error instanceof DomainError) return outcomeOfRefusal(error);
  const digest = "digest" in error ? String(error.digest) : "";
  return outcomeOfDigest(digest) ?? outcomeOfFault(error);
}

/** Whoever is refused for what they asked, and not for who they are, was let in. */
function outcomeOfRefusal({ kind, status, reason: { code } }: DomainError): Outcome {
  const why = `${status} ${code}`;
  if (["unauthenticated", "forbidden", "not_found"].includes(kind))
    return { verdict: "refused", why };
  return { verdict: code === "common.check_fields" ? "unread" : "allowed", why };
}

/** What Next throws to answer with another page; null for any other error. */
function outcomeOfDigest(digest: string): Outcome | null {
  if (digest.startsWith("NEXT_HTTP_ERROR_FALLBACK;404"))
    return { verdict: "refused", why: "404 page" };
  if (!digest.startsWith("NEXT_REDIRECT")) return null;
  return /;\/\w\w\/sign-in/.test(digest)
    ? { verdict: "refused", why: "401 sign in" }
    : { verdict: "allowed", why: digest };
}

/** What only Next can do comes after the question of who may: cookies are set, pages drawn anew. */
function outcomeOfFault(error: Error): Outcome {
  if (/outside a request scope|static generation store|render|Invariant/i.test(error.message))
    return { verdict: "allowed", why: "done" };
  return { verdict: "broken", why: `${error.message} ${String(error.cause ?? "")}`.slice(0, 600) };
}

function paramsOf(where: string, things: Things, { instead }: Question): Record<string, string> {
  const ofNetwork = {
    "maps/[slug]": "framework",
    "frameworks/": "framework",
    badge: "badgeClass",
    "actors/[slug]": "networkActor",
    "overlays/[slug]": "overlay",
    "practices/[slug]/review": "waitingSlug",
    "practices/[slug]/t": "practice",
    "desk/practices/[slug]": "draftSlug",
    "practices/[slug]": "practice",
    "desk/prototypes": "prepared",
    "prototypes/[slug]": "prototype",
    "desk/journals": "kept",
    "journals/[slug]/files": "kept",
    "journals/[slug]": "journal",
    "community/[slug]": "networkActor",
  } as const;
  const [, shown] = Object.entries(ofNetwork).find(([part]) => where.includes(part)) ?? [];
  const named: Record<string, string> = {
    id: things.id ?? "",
    slug: (shown ? things[shown] : things.slug) ?? "",
    version: "1",
    part: "nl",
    space: things.slug ?? "",
    room: things.room ?? "",
    token: things.guest ?? "",
    file: `${where.includes("spaces") ? things.slug : things.feedToken}.ics`,
    rest: "x",
  };
  const last = [...where.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = ""]) => name);
  const params = Object.fromEntries(last.map((name) => [name, named[name] ?? ""]));
  const lastName = last.at(-1);
  if (instead !== undefined && lastName && things.id === instead) params[lastName] = instead;
  return params;
}

/** "$kiosk" stands for the id of the thing of that kind. */
function sent(more: Record<string, unknown>, things: Things): Record<string, unknown> {
  const read = (value: unknown): unknown => {
    if (typeof value === "string")
      return value.replace(
        /\$(?:\{(\w+)\}|(\w+))/g,
        (_, braced, bare) => things[braced ?? bare] ?? "",
      );
    if (Array.isArray(value)) return value.map(read);
    if (value instanceof File || typeof value !== "object" || value === null) return value;
    return sent(value as Record<string, unknown>, things);
  };
  return Object.fromEntries(Object.entries(more).map(([name, value]) => [name, read(value)]));
}

/** One form that suits nearly every door: each reads of it what it asks for. */
function fieldsFor({ day }: World, things: Things): Record<string, unknown> {
  const at = (hour: number) =>
    Temporal.PlainDate.from(day)
      .add({ days: 85 })
      .toPlainDateTime({ hour })
      .toZonedDateTime("Europe/Brussels")
      .toInstant()
      .toString();
  const far = Temporal.PlainDate.from(day).add({ days: 80 }).toString();
  return {
    locale: "en",
    id: things.id,
    space: things.slug,
    spaceSlug: things.slug,
    spaceId: things.space,
    roomId: things.room,
    room: things.room,
    token: things.guest,
    start: at(10),
    end: at(11),
    day: far,
    from: "10:00",
    to: "11:00",
    people: "2",
    version: "1",
    sheetVersion: "0",
    key: randomUUID(),
    name: "Somebody",
    displayName: "Somebody",
    email: `${randomUUID()}@trivium.test`,
    purpose: "To learn how to mail",
    reason: "Because it must be",
    here: "/en/desk",
    titleNl: "Mailen",
    topic: "communication",
    modality: "in_person",
    language: "nl",
    places: "4",
    every: "weekly",
    ends: "count",
    count: "2",
    title: "Club",
    word: "erase",
  };
}
