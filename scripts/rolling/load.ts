import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { timesOf } from "../bench/load.ts";
import { FREE_FROM, HOURS, type Network } from "../bench/network.ts";

type Answer = { status: number; body: string };
type Sent = {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

/** What one kind of request came to. */
type Kind = { times: number[]; errors: number };

/** Streams that are held open at once. */
const STREAMS = 20;
/** How long a page stands open before its form is sent, and its other scripts are asked for. */
const OPEN_MS = 60_000;
/** A browser asks for a stream anew a moment after it ended. */
const AGAIN_MS = 500;

const below = (limit: number) => Math.floor(Math.random() * limit);

/** The page with the form. */
const FORM = "/nl/sign-in";

/** @property files its scripts and styles; openedAt milliseconds of this process's clock */
type OpenPage = { fields: Field[]; files: string[]; openedAt: number };

type World = {
  url: string;
  certificate: string;
  network: Network;
  photo: Buffer;
  /** The session cookie of somebody who keeps the rooms. */
  cookie: string;
};

/**
 * People of many addresses behind one proxy, each kind of request on lanes of its own, until told
 * to stop.
 */
export class Load {
  readonly kinds = new Map<string, Kind>();
  readonly faults: string[] = [];
  streamsEnded = 0;
  readonly #world: World;
  readonly #ca: Buffer;
  readonly #lanes: Promise<void>[] = [];
  #isOver = false;

  constructor(world: World) {
    this.#world = world;
    this.#ca = readFileSync(world.certificate);
  }

  start(): void {
    const { network } = this.#world;
    const slug = () => network.rooms[below(network.rooms.length)]?.slug;
    const reading = () =>
      ["/nl", `/fr/spaces/${slug()}`, "/api/v1/spaces?page=2", "/en/sign-in"][below(4)] ?? "";
    for (let at = 0; at < 6; at += 1)
      this.#lane("reading", at, 20, () => this.#read(reading(), at));
    for (let at = 6; at < 9; at += 1) this.#lane("booking", at, 50, () => this.#book(at));
    for (let at = 9; at < 11; at += 1) this.#lane("form", at, 150, () => this.#sendForm(at));
    this.#lane("photo of 3 MB", 11, 1_000, () => this.#sendPhoto(11));
    for (let at = 12; at < 14; at += 1) {
      const opened: OpenPage[] = [];
      this.#lane("form of a page of a minute ago", at, 1_000, () => this.#sendOld(at, opened));
    }
    for (let at = 14; at < 14 + STREAMS; at += 1) this.#lanes.push(this.#watch(at, slug() ?? ""));
  }

  /**
   * 15 MB where 4 are taken: it is Trivium that refuses, not the proxy, and the next page is there.
   */
  async askTooMuch(): Promise<string | null> {
    const lane = 100;
    this.#agents.set(lane, this.#agentOf(lane));
    const { status, body } = await this.#send(lane, {
      path: "/api/v1/bookings",
      method: "POST",
      headers: {
        authorization: `Bearer ${this.#world.network.people[0]?.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ purpose: "x".repeat(15_000_000) }),
    });
    if (status !== 413 || !body.includes("too_large"))
      return `15 MB: ${status} ${body.slice(0, 200)}`;
    return this.#read("/nl", lane);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.race([Promise.all(this.#lanes), wait(20_000)]);
  }

  figures() {
    return [...this.kinds].map(([kind, { times, errors }]) => {
      const { p50, p99 } = timesOf(times);
      return {
        kind,
        requests: times.length,
        errors,
        "p50 ms": p50,
        "p99 ms": p99,
        "most ms": Math.round(Math.max(0, ...times)),
      };
    });
  }

  /** @param pauseMs between an answer and the next request, as people have it */
  #lane(
    kind: string,
    at: number,
    pauseMs: number,
    ask: (agent: Agent) => Promise<string | null>,
  ): void {
    const agent = this.#agentOf(at);
    const run = async () => {
      while (!this.#isOver) {
        const began = performance.now();
        const fault = await ask(agent).catch((error: Error) => error.message);
        this.#note(kind, performance.now() - began, fault);
        await wait(pauseMs);
      }
      agent.destroy();
    };
    this.#agents.set(at, agent);
    this.#lanes.push(run());
  }

  readonly #agents = new Map<number, Agent>();

  /** Each lane is somebody at another address, so that both processes have visitors. */
  #agentOf(at: number): Agent {
    return new Agent({ keepAlive: true, ca: this.#ca, localAddress: `127.0.1.${at + 1}` });
  }

  #note(kind: string, ms: number, fault: string | null): void {
    const known = this.kinds.get(kind) ?? { times: [], errors: 0 };
    this.kinds.set(kind, known);
    known.times.push(ms);
    if (!fault) return;
    known.errors += 1;
    this.faults.push(`${new Date().toISOString()} ${kind}: ${fault}`);
  }

  async #read(path: string, at: number): Promise<string | null> {
    const { status, body } = await this.#send(at, { path });
    return status === 200 && body.length > 0 ? null : `${path}: ${status}`;
  }

  async #book(at: number): Promise<string | null> {
    const { rooms, people } = this.#world.network;
    const start = Temporal.Now.plainDateISO("UTC")
      .add({ days: 2 + below(100) })
      .toZonedDateTime("UTC")
      .add({ hours: FREE_FROM + below(HOURS) })
      .toInstant();
    const json = {
      roomId: rooms[below(rooms.length)]?.roomId,
      start: start.toString(),
      end: start.add({ hours: 1 }).toString(),
      people: 4,
    };
    const { status, body } = await this.#send(at, {
      path: "/api/v1/bookings",
      method: "POST",
      headers: {
        authorization: `Bearer ${people[below(people.length)]?.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify(json),
    });
    // Somebody was first: refused as it should be.
    return [201, 409, 422].includes(status) ? null : `booking: ${status} ${body.slice(0, 200)}`;
  }

  /**
   * A form as a browser without scripts sends it: with the fields that React wrote into the page.
   */
  async #sendForm(at: number): Promise<string | null> {
    const page = await this.#openForm(at);
    return typeof page === "string" ? page : this.#sendFields(at, page);
  }

  /**
   * Opens a page, and goes on with one that was opened a minute ago: loads all its scripts and
   * styles, and sends its form.
   */
  async #sendOld(at: number, opened: OpenPage[]): Promise<string | null> {
    const page = await this.#openForm(at);
    if (typeof page === "string") return page;
    opened.push(page);
    const [old] = opened;
    if (!old || performance.now() - old.openedAt < OPEN_MS) return null;
    opened.shift();
    for (const path of old.files) {
      const { status } = await this.#send(at, { path });
      if (status !== 200) return `${path} of a page of a minute ago: ${status}`;
    }
    return this.#sendFields(at, old);
  }

  async #openForm(at: number): Promise<OpenPage | string> {
    const { status, body } = await this.#send(at, { path: FORM });
    const form = /<form[^>]*>(?:(?!<\/form>).)*name="email"(?:(?!<\/form>).)*<\/form>/s.exec(
      body,
    )?.[0];
    if (!form) return `no form on ${FORM}: ${status}`;
    const fields = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => ({
      name: attribute(input, "name"),
      value: attribute(input, "value"),
    }));
    const files = [...new Set(body.match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g))];
    return { fields, files, openedAt: performance.now() };
  }

  async #sendFields(at: number, { fields }: OpenPage): Promise<string | null> {
    const email = `load-${below(1_000_000_000)}@bench.test`;
    const { headers, body } = multipart([...fields, { name: "email", value: email }]);
    const { status, body: shown } = await this.#send(at, {
      path: FORM,
      method: "POST",
      headers: { ...headers, origin: this.#world.url },
      body,
    });
    const isTaken = status === 200 || status === 303;
    return isTaken && !shown.includes("$ACTION_ID")
      ? null
      : `form: ${status} ${shown.slice(0, 200)}`;
  }

  async #sendPhoto(at: number): Promise<string | null> {
    const { network, photo, cookie, url } = this.#world;
    const room = network.rooms[below(network.rooms.length)];
    const { headers, body } = multipart([
      { name: "photo", value: photo, fileName: "photo.jpg" },
      ...["nl", "fr", "en"].map((name) => ({ name, value: "x" })),
    ]);
    const path = `/api/v1/resources/${room?.roomId}/photos?back=${encodeURIComponent("/nl/desk/rooms")}`;
    const { status, body: shown } = await this.#send(at, {
      path,
      method: "POST",
      headers: { ...headers, cookie, origin: url },
      body,
    });
    return status === 303 ? null : `photo: ${status} ${shown.slice(0, 200)}`;
  }

  /** Holds a stream open and asks for it anew when it ends. Counted is each time that it begins. */
  async #watch(at: number, slug: string): Promise<void> {
    const agent = this.#agentOf(at);
    while (!this.#isOver) {
      const began = performance.now();
      const ended = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<string | null>();
      const sent = request(
        `${this.#world.url}/api/v1/spaces/${slug}/occupancy/stream`,
        { agent, headers: { accept: "text/event-stream" } },
        (response) => {
          response.on("data", () =>
            begun.resolve(response.statusCode === 200 ? null : `stream: ${response.statusCode}`),
          );
          response.on("error", () => ended.resolve());
          response.on("close", () => {
            begun.resolve(response.statusCode === 200 ? null : `stream: ${response.statusCode}`);
            ended.resolve();
          });
        },
      );
      sent.on("error", (error) => {
        begun.resolve(this.#isOver ? null : error.message);
        ended.resolve();
      });
      sent.end();
      const over = setInterval(() => this.#isOver && sent.destroy(), 500);
      const fault = await begun.promise;
      this.#note("stream begun", performance.now() - began, fault);
      await ended.promise;
      clearInterval(over);
      if (this.#isOver) break;
      this.streamsEnded += 1;
      await wait(AGAIN_MS);
    }
    agent.destroy();
  }

  #send(at: number, { path, method = "GET", headers = {}, body }: Sent): Promise<Answer> {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    return new Promise((answered, failed) => {
      const sent = request(
        `${this.#world.url}${path}`,
        {
          agent: this.#agents.get(at),
          method,
          headers: { ...headers, ...length },
          timeout: 60_000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", failed);
          response.on("aborted", () => failed(new Error(`${method} ${path}: broken off`)));
          response.on("end", () =>
            answered({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString("utf8"),
            }),
          );
        },
      );
      sent.on("timeout", () =>
        sent.destroy(new Error(`${method} ${path}: no answer within a minute`)),
      );
      sent.on("error", (error) => failed(new Error(`${method} ${path}: ${error.message}`)));
      sent.end(body);
    });
  }
}

type Field = { name: string; value: string | Buffer; fileName?: string };

function multipart(fields: Field[]): { headers: Record<string, string>; body: Buffer } {
  const boundary = `----${crypto.randomUUID()}`;
  const parts = fields.flatMap(({ name, value, fileName }) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${
      fileName ? `; filename="${fileName}"\r\ncontent-type: image/jpeg` : ""
    }\r\n\r\n`,
    value,
    "\r\n",
  ]);
  const body = Buffer.concat([...parts, `--${boundary}--\r\n`].map((part) => Buffer.from(part)));
  return { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}
