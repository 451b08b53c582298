// The web process: programs are answered by our routes directly, people by Next. Started by
// scripts/supervisor.ts.
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { Server as NetServer } from "node:net";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { stateOf } from "#db/state.ts";
import { withoutSession } from "#lib/foundation/identity/sign-in/cookies.ts";
import { closeDatabase, database } from "#lib/foundation/platform/database/database.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { noteTrouble } from "#lib/foundation/platform/errors/trouble.ts";
import { endStreams } from "#lib/foundation/platform/http/event-stream.ts";
import { retryHeader } from "#lib/foundation/platform/http/respond.ts";
import { log, logWhatEndsUs } from "#lib/foundation/platform/logs/log.ts";
import { doorOf } from "#lib/foundation/platform/logs/metrics.ts";
import {
  currentAsker,
  noteRefusal,
  withAsker,
} from "#lib/foundation/platform/logs/security-log.ts";
import { leave } from "#lib/foundation/platform/process/leaving.ts";
import { CANNOT_LISTEN, listenFault } from "#lib/foundation/platform/process/listen-fault.ts";
import { onStop } from "#lib/foundation/platform/process/stopping.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { giveActionKey } from "./action-key.ts";
import { betterThan } from "./better-answer.ts";
import { earlierAnswer, keepFiles } from "./earlier-files.ts";
import { bodyOf, isReadable, unread } from "./form-body.ts";
import { doorsOf, isForFrames, type Passage, passageOf } from "./gate.ts";
import { gatherPieces } from "./gathered.ts";
import { completeWhenSent, securityHeaders } from "./headers.ts";
import { insteadOfFailure } from "./instead.ts";
import { keptPages } from "./kept-pages.ts";
import { refuse } from "./refuse.ts";
import { routesOf } from "./routes.ts";

/** A request that goes on to whoever answers it. */
type Through = Extract<Passage, { to: "page" | "program" | "file" }>;

const ROOT = join(import.meta.dirname, "..");
/**
 * How long running answers may take when the process is told to stop. What is left then is cut off.
 */
const STOP_MS = 15_000;
/**
 * How long a proxy in front is given to see on `/healthz` that it is to ask elsewhere: asked each
 * second, it has seen it twice.
 */
const LEAVE_MS = 2_500;
/**
 * How long connections without a request are left open then: a request may be on its way on each.
 */
const LINGER_MS = 500;
/**
 * A round of the event loop that takes no longer than this is a quiet one, and how long one is
 * waited for.
 */
const QUIET_MS = 0.5;
const QUIET_WITHIN_MS = 500;
/** How long the rest of the process may take to end. */
const CLOSE_MS = 3_000;
/**
 * Longer than a reverse proxy keeps its connections, so that it is never the one to find them
 * closed.
 */
const KEEP_ALIVE_MS = 65_000;

// What Next reports goes to the same log, with the request that it was: a failed statement stands
// there without people's words.
Object.assign(console, {
  error: (...said: unknown[]) => {
    const error = said.find((part) => part instanceof Error);
    if (error && noteTrouble(error)) return;
    const { requestId = null, door = null } = currentAsker() ?? {};
    const words = said.filter((part) => typeof part === "string");
    log.error({ requestId, door, err: error }, words.join(" ").trim() || "page failed");
  },
});

logWhatEndsUs();
const { host, port, publicUrl, embedOrigins } = settings();
const isDevelopment = process.env.NODE_ENV === "development";
// Next would read `.env` again, and give this process what it is started without: the address of
// the owner of the tables.
process.env.__NEXT_PROCESSED_ENV = "true";
const pages = next({ dev: isDevelopment, dir: ROOT, hostname: host, port });
giveActionKey();
// Before the routes: Next readies the process for what they import of it.
await pages.prepare();
const routes = await routesOf(join(ROOT, "app"));

const toPage = pages.getRequestHandler();
// Next lives in the same process and keeps its own Request and Response.
const toProgram = getRequestListener(routes.fetch, { overrideGlobalObjects: false });
const kept = keptPages({ stateOf: () => stateOf(database().pool) });
const doors = { ...doorsOf(ROOT), isDevelopment };
const earlierFile = filesOfBuilds();
const isSecure = new URL(publicUrl).protocol === "https:";

let isStopping = false;
/** Answers that have not ended. */
const running = new Set<ServerResponse>();
const server = createServer((incoming, outgoing) => {
  running.add(outgoing);
  outgoing.once("close", () => running.delete(outgoing));
  if (isStopping) lastOfConnection(outgoing);
  const requestId = randomUUID();
  const door = doorOf(incoming.method ?? "GET", incoming.url?.split(/[?#]/, 1)[0] ?? "/");
  withAsker(
    () =>
      answer(incoming, outgoing, requestId).catch((error: unknown) => {
        const trouble = noteTrouble(error);
        if (!trouble) log.error({ requestId, door, err: error }, "request failed");
        if (!outgoing.headersSent)
          outgoing.writeHead(trouble ? 503 : 500, trouble ? retryHeader(trouble) : {});
        outgoing.end();
      }),
    { requestId, door },
  );
});
// What is no HTTP at all never reaches `answer`, and gets the same headers.
server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
  if (!socket.writable || error.code === "ECONNRESET") return socket.destroy();
  const status =
    { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ""] ?? 400;
  const headers = { ...securityHeaders({ nonce: null, isSecure }), "cache-control": "no-store" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}content-length: 0\r\nconnection: close\r\n\r\n`,
  );
});
server.on("checkExpectation", (incoming, outgoing) => server.emit("request", incoming, outgoing));
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.once("error", (error) => {
  log.error(listenFault(error, { host, port }));
  process.exit(CANNOT_LISTEN);
});
server.listen(port, host);
onStop((time) => (time === 1 ? stop() : server.closeAllConnections()));

/** Files of builds before this one, as far as this machine's DATA_DIR can keep them. */
function filesOfBuilds(): ReturnType<typeof keepFiles> {
  if (isDevelopment) return () => null;
  const built = resolve(ROOT, process.env.NEXT_DIST_DIR ?? ".next", "static");
  try {
    return keepFiles(built, join(settings().dataDir, "static"), new Date());
  } catch (error) {
    log.warn({ err: error }, "files of earlier builds cannot be kept");
    return () => null;
  }
}

/** Looks at every request before anybody else does, and gives every answer its headers. */
async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  requestId: string,
): Promise<void> {
  const header = (name: string) => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  const asked = { method: incoming.method ?? "GET", target: incoming.url ?? "/", header };
  const passage = passageOf(asked, doors);
  const isPage = passage.to === "page" || (passage.to === "refusal" && !passage.isForPrograms);
  // What programs get holds no scripts that it would stand for.
  const nonce = isPage ? randomBytes(16).toString("base64") : "";
  const framedBy = passage.to === "page" && isForFrames(passage.target) ? embedOrigins : [];
  const headers = securityHeaders({
    nonce: isPage ? nonce : null,
    isSecure,
    isDevelopment,
    framedBy,
  });
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  outgoing.setHeader("x-request-id", requestId);
  // A page that somebody opens, and no part of one that a script asks for: such an answer may come
  // after they signed in anew.
  const isOpened = passage.to === "page" && asked.method === "GET" && header("rsc") === undefined;
  const ended = () => (isOpened && currentAsker()?.isSessionGone ? withoutSession() : null);
  if (passage.to !== "file") completeWhenSent(outgoing, ended);

  switch (passage.to) {
    case "elsewhere":
      outgoing.writeHead(307, { location: passage.location }).end();
      return;
    case "options":
      outgoing.writeHead(204, { allow: passage.allow }).end();
      return;
    case "refusal":
      noteRefusal(passage.error, "gate", { requestId });
      return refuse(incoming, outgoing, passage, nonce);
    case "file":
      return answerFile(incoming, outgoing, passage, requestId);
    case "program":
      passOn(incoming, { requestId, passage, page: null });
      // In development Next answers programs as well: what is written anew is seen at once.
      return isDevelopment ? toPage(incoming, outgoing) : toProgram(incoming, outgoing);
    case "page": {
      const policy = headers["content-security-policy"] ?? "";
      return answerPage(incoming, outgoing, { passage, nonce, policy, header, requestId });
    }
  }
}

/** A file of this build, or of one before it. */
async function answerFile(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  passage: Through,
  requestId: string,
): Promise<void> {
  const file = earlierFile(passage.target);
  if (!file) {
    passOn(incoming, { requestId, passage, page: null });
    return toPage(incoming, outgoing);
  }
  const { headers, body } = earlierAnswer(file);
  outgoing.writeHead(200, headers);
  if (incoming.method === "HEAD") outgoing.end();
  else await pipeline(body, outgoing).catch(() => outgoing.destroy());
}

/**
 * A page, and what is sent in its place where there is none. A form is read first: what cannot be
 * read is refused.
 */
async function answerPage(
  arriving: IncomingMessage,
  outgoing: ServerResponse,
  asked: {
    passage: Through;
    nonce: string;
    policy: string;
    header: (name: string) => string | undefined;
    requestId: string;
  },
): Promise<void> {
  const { passage, nonce, policy, header, requestId } = asked;
  let incoming = arriving;
  let body: Buffer<ArrayBuffer> | null = null;
  if (arriving.method === "POST") {
    body = await bodyOf(arriving).catch(() => null);
    if (!body) return;
    if (!(await isReadable(body, header))) {
      const error = new DomainError("malformed", { code: "common.odd_form" });
      noteRefusal(error, "gate", { requestId });
      return refuse(
        arriving,
        outgoing,
        { error, locale: passage.locale, isForPrograms: false },
        nonce,
      );
    }
    incoming = unread(arriving, body);
  }
  if (!isDevelopment && (await kept.answer({ incoming, outgoing, nonce, target: passage.target })))
    return;
  passOn(incoming, { requestId, passage, page: { nonce, policy } });
  gatherPieces(outgoing);
  insteadOfFailure(
    outgoing,
    betterThan({ incoming, outgoing, body, passage, nonce, asker: currentAsker() }),
  );
  return toPage(incoming, outgoing);
}

/**
 * Tells whoever answers what this process alone knows of a request.
 *
 * @param page what Next gives its scripts, for a page
 */
function passOn(
  incoming: IncomingMessage,
  {
    requestId,
    passage,
    page,
  }: { requestId: string; passage: Through; page: { nonce: string; policy: string } | null },
): void {
  incoming.url = passage.target;
  setHeaders(incoming, {
    "x-request-id": requestId,
    "x-arrived": Object.keys(incoming.headers).join(","),
    "x-client-address": incoming.socket.remoteAddress?.replace(/^::ffff:/, ""),
    // Next reads the nonce of its own scripts here.
    "content-security-policy": page?.policy,
    "x-nonce": page?.nonce,
    // As the reader has it: Next adds a parameter of its own when it asks for the parts of a page.
    "x-address": page ? passage.target.replace(/[?&]_rsc\b[^&]*$/, "") : undefined,
    "x-locale": page ? passage.locale : undefined,
    // Next fails at a range behind the end of a file; a file that is asked for in part may be sent
    // whole.
    ...(passage.to === "program" ? {} : { range: undefined }),
  });
}

/**
 * Sets what only this process may say of a request: whatever came under these names is thrown away.
 */
function setHeaders(incoming: IncomingMessage, values: Record<string, string | undefined>): void {
  const names = Object.keys(values);
  const raw = incoming.rawHeaders.filter(
    (_, at, all) => !names.includes(all[at - (at % 2)]?.toLowerCase() ?? ""),
  );
  for (const [name, value] of Object.entries(values)) {
    delete incoming.headers[name];
    if (value === undefined) continue;
    incoming.headers[name] = value;
    raw.push(name, value);
  }
  incoming.rawHeaders = raw;
}

/**
 * Behind a proxy, says first that it is about to stop. Then takes no new connection, sends the
 * readers of event streams away, finishes what was asked, and ends. A request that is on its way on
 * a connection that is open is still answered, and told to ask elsewhere next.
 */
async function stop() {
  const leaveMs = settings().trustProxy ? LEAVE_MS : 0;
  if (leaveMs > 0) leave();
  await wait(leaveMs);
  isStopping = true;
  for (const outgoing of running) lastOfConnection(outgoing);
  endStreams();
  // Connections that are made and not yet taken over are taken over first. One that is made after
  // that is lost with the form that it brings: where it can, it closes in a round that had nothing
  // else to do.
  await turn();
  await quietRound();
  // Not the server's own way to close, which cuts idle connections at once.
  const closed = new Promise<void>((done) => NetServer.prototype.close.call(server, () => done()));
  const idle = setInterval(() => server.closeIdleConnections(), LINGER_MS);
  const cut = setTimeout(() => server.closeAllConnections(), STOP_MS - leaveMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
  setTimeout(() => process.exit(0), CLOSE_MS);
  await pages.close();
  await closeDatabase();
  log.debug("web stopped");
  process.exit(0);
}

/**
 * Resolves right after a round of the event loop so short that hardly anybody can have come
 * meanwhile, or when there is none in time.
 */
async function quietRound(): Promise<void> {
  const latest = performance.now() + QUIET_WITHIN_MS;
  for (let began = performance.now(); began < latest; began = performance.now()) {
    await turn();
    if (performance.now() - began < QUIET_MS) return;
  }
}

/** The answer says that its connection ends with it, unless it has begun to leave. */
function lastOfConnection(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.shouldKeepAlive = false;
}
