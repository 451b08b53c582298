import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isLocale, type Locale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isFromElsewhere } from "#lib/foundation/platform/http/foreign.ts";
import { isForPrograms } from "./routes.ts";

/**
 * What a form may weigh: `serverActions.bodySizeLimit` in next.config.ts, which itself answers
 * without a word.
 */
const MOST_MEGABYTES = 4;
const BYTES_PER_MEGABYTE = 1_000_000;

const PAGE_METHODS = ["GET", "HEAD", "POST", "OPTIONS"];
const PROGRAM_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const FILE_METHODS = ["GET", "HEAD", "OPTIONS"];

/** A request line and its headers, before anything has been made of them. */
export type Asked = {
  method: string;
  target: string;
  header: (name: string) => string | undefined;
};

/**
 * Where a request goes. `target` is the path and query, without the host that some clients write
 * before it. Whatever is refused is refused here for every address alike; what is behind a door
 * asks for itself who may enter.
 */
export type Passage =
  | { to: "page" | "program" | "file"; target: string; locale: Locale }
  | { to: "elsewhere"; location: string; locale: Locale }
  | { to: "options"; allow: string; locale: Locale }
  | { to: "refusal"; error: DomainError; locale: Locale; isForPrograms: boolean };

/**
 * @property patterns of the addresses outside the languages that Next answers; files: those that
 *   stand in `public/`
 */
export type Doors = { patterns: RegExp[]; files: ReadonlySet<string>; isDevelopment?: boolean };

/** Reads from the folders which addresses there are outside the languages. */
export function doorsOf(root: string): Doors {
  const app = join(root, "app");
  const patterns = filesUnder(app)
    .map((file) => relative(app, file).split(sep))
    .filter(([first]) => first !== "[locale]")
    .filter((parts) => ["page.tsx", "route.ts"].includes(parts.at(-1) ?? ""))
    .map((parts) => parts.slice(0, -1))
    .filter((folders) => !isForPrograms(`/${folders.join("/")}`))
    .map((folders) => new RegExp(`^/${folders.map(segmentPattern).join("/")}/?$`));
  const shown = join(root, "public");
  const files = filesUnder(shown).map((file) => `/${relative(shown, file).split(sep).join("/")}`);
  return { patterns, files: new Set(files) };
}

/** Why a request goes nowhere, as an error is made of it. */
type Refusal = ConstructorParameters<typeof DomainError>;

const NOTHING: Refusal = ["not_found", { code: "common.no_address" }];

export function passageOf(asked: Asked, doors: Doors): Passage {
  const { method, header } = asked;
  const target = asked.target.replace(/^https?:\/\/[^/?#]*/i, "") || "/";
  const [pathname = "/"] = target.split(/[?#]/, 1);
  const [, first = ""] = pathname.split("/");
  const locale = isLocale(first) ? first : preferredLocale(header("accept-language") ?? null);
  const refuse = (...refusal: Refusal): Passage => ({
    to: "refusal",
    error: new DomainError(...refusal),
    locale,
    isForPrograms:
      /^(api|calendar|healthz|readyz|metrics|\.well-known|badges|issuers|status)$/i.test(first),
  });

  if (asked.target === "*" && method === "OPTIONS")
    return { to: "options", allow: PROGRAM_METHODS.join(", "), locale };
  const oddity = oddityOf(target, pathname, header("host"));
  if (oddity) return refuse(...oddity);
  if (pathname === "/")
    return FILE_METHODS.includes(method)
      ? { to: "elsewhere", location: `/${locale}${target.slice(1)}`, locale }
      : refuse("not_allowed_here", { code: "common.method", allow: FILE_METHODS.join(", ") });

  const to = kindOf(pathname, first, doors);
  if (!to) return refuse(...NOTHING);
  const methods = { page: PAGE_METHODS, program: PROGRAM_METHODS, file: FILE_METHODS }[to];
  const allow = methods.join(", ");
  if (!methods.includes(method))
    return refuse("not_allowed_here", { code: "common.method", allow });
  if (to === "program") return { to, target, locale };
  if (method === "OPTIONS") return { to: "options", allow, locale };
  const wrong = wrongForPages(asked, pathname);
  return wrong ? refuse(...wrong) : { to, target, locale };
}

/** What no address of ours looks like; null for one that may be there. */
function oddityOf(target: string, pathname: string, host: string | undefined): Refusal | null {
  if (!target.startsWith("/")) return NOTHING;
  if (!isHost(host)) return ["malformed", { code: "common.odd_address" }];
  if (/%00/.test(target)) return ["malformed", { code: "common.odd_text" }];
  const [, ...parts] = pathname.split("/");
  const segments = decoded(parts);
  if (!segments) return ["malformed", { code: "common.odd_address" }];
  const climbs = segments.some((segment) => segment === "." || segment === "..");
  // An empty part may only be the last one, after a slash at the end.
  const hasGap = parts.length > 1 && parts.slice(0, -1).includes("");
  return climbs || hasGap || pathname.includes("\\") ? NOTHING : null;
}

/**
 * Why something is refused that a program might ask for, and that somebody with a browser never
 * sends.
 */
function wrongForPages({ method, header }: Asked, pathname: string): Refusal | null {
  // An access token opens the API. A page is read by somebody who signed in, so a token there is a
  // mistake worth naming.
  if (/^Bearer\b/i.test(header("authorization") ?? "") && pathname !== "/api/openapi.json")
    return ["unauthenticated", { code: "identity.no_pages_for_tokens" }];
  if (Number(header("content-length") ?? 0) > MOST_MEGABYTES * BYTES_PER_MEGABYTE)
    return ["too_large", { code: "common.too_large", megabytes: MOST_MEGABYTES }];
  if (method === "POST" && header("transfer-encoding") !== undefined)
    return ["length_required", { code: "common.no_length" }];
  return isFromElsewhere(method, header) ? ["forbidden", { code: "common.foreign_request" }] : null;
}

/** Anchored at both ends: a name in front of an address opens nothing that stands behind it. */
function kindOf(pathname: string, first: string, doors: Doors): "page" | "program" | "file" | null {
  if (isLocale(first)) return "page";
  if (isForPrograms(pathname)) return "program";
  if (doors.files.has(pathname) || /^\/_next\/static\/[^?]+$/.test(pathname)) return "file";
  if (doors.isDevelopment && /^\/(_next|__nextjs)/.test(pathname)) return "page";
  return doors.patterns.some((pattern) => pattern.test(pathname)) ? "page" : null;
}

/** Whether an address is that of a page which other sites may show in a frame. */
export function isForFrames(target: string): boolean {
  return /^\/embed\/[a-z]{2}\/map(\?|$)/.test(target);
}

/** The segments as they are meant; null when one of them is no encoding of anything. */
function decoded(segments: string[]): string[] | null {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** A name or an address with a port, as the answers are built upon. */
function isHost(host: string | undefined): boolean {
  return host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host);
}

function segmentPattern(folder: string): string {
  return /^\[\w+\]$/.test(folder) ? "[^/]+" : folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
