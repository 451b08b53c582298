import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { problem } from "#lib/foundation/platform/http/respond.ts";

/**
 * What programs ask for. None of it needs Next, which costs more than the answers themselves
 * (docs/decisions/0007).
 */
const PROGRAMS = [
  "api/v1",
  "calendar",
  "healthz",
  "readyz",
  "metrics",
  ".well-known",
  "badges",
  "issuers",
  "status",
];

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

type Handler = (
  request: Request,
  at: { params: Promise<Record<string, string>> },
) => Promise<Response>;
type Route = Partial<Record<(typeof METHODS)[number], Handler>>;

/** Whether a path is answered by our routes. */
export function isForPrograms(pathname: string): boolean {
  return PROGRAMS.some((prefix) => pathname === `/${prefix}` || pathname.startsWith(`/${prefix}/`));
}

/** The route handlers of `app/`, found by the same folders as Next finds them. */
export async function routesOf(app: string): Promise<Hono> {
  const routes = new Hono({ strict: false });
  routes.use(compress());
  for (const file of PROGRAMS.flatMap((folder) => routeFiles(join(app, folder)))) {
    const path = pathOf(relative(app, file));
    const route = (await import(pathToFileURL(file).href)) as Route;
    const known = METHODS.filter((method) => route[method]);
    for (const method of known)
      routes.on(
        method,
        path,
        (asked) =>
          route[method]?.(asked.req.raw, { params: Promise.resolve(asked.req.param()) }) as never,
      );
    const allow = [...known, ...(route.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
    routes.options(path, () => new Response(null, { status: 204, headers: { allow } }));
    routes.all(path, ({ req }) =>
      refusal(req.raw, new DomainError("not_allowed_here", { code: "common.method", allow }), {
        allow,
      }),
    );
  }
  routes.notFound(({ req }) =>
    refusal(req.raw, new DomainError("not_found", { code: "common.no_address" })),
  );
  // `respond` has logged it; what broke is nobody else's business.
  routes.onError((_, { req }) =>
    refusal(req.raw, new DomainError("broken", { code: "common.broken" })),
  );
  return routes;
}

function refusal(
  request: Request,
  error: DomainError,
  headers: Record<string, string> = {},
): Response {
  const answer = problem(error, preferredLocale(request.headers.get("accept-language")));
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** Named folders before those that stand for anything: the first route that fits answers. */
function routeFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "route.ts")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((one, other) =>
      one.replaceAll("[", "\uffff") < other.replaceAll("[", "\uffff") ? -1 : 1,
    );
}

/** `api/v1/spaces/[slug]/route.ts` answers `/api/v1/spaces/:slug`. */
function pathOf(file: string): string {
  const folders = file.split(sep).slice(0, -1);
  return `/${folders.map((folder) => folder.replace(/^\[(\w+)\]$/, ":$1")).join("/")}`;
}
