import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/**
 * The pages that are opened most: the map, a space, and of the desk Today and the calendar. On none
 * stands what may be sent only once, such as the key of a form, or what is not in the database but
 * the time.
 */
const OPENED_MOST = /^\/(nl|fr|en)(\/spaces\/[^/?]+|\/desk|\/desk\/calendar)?(\?|$)/;

/**
 * What time alone changes on a page (a place closes, a session begins) may come this much late,
 * and never later than the minute that it belongs to.
 */
const MOST_MS = 10_000;
const MINUTE_MS = 60_000;

/** Whoever waits for pages that others draw waits no longer: a drawing may hang at a lock. */
const MOST_WAIT_MS = 500;

/** What all pages that are kept may take of the memory, and one of them as it is sent, in bytes. */
const MOST_BYTES = 32_000_000;
const MOST_OF_ONE = 1_000_000;
/** A text in memory has two for each sign. */
const BYTES_PER_SIGN = 2;

/** Headers that belong to one answer, and not to the page that it brings. */
const OF_ONE_ANSWER = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-security-policy",
  "date",
  "keep-alive",
  "transfer-encoding",
  "x-request-id",
]);

/**
 * Headers of a request that change nothing on a page. All others count, also those that we do not
 * know: what somebody sends along on purpose must not change the page of others.
 */
const CHANGES_NOTHING =
  /^(accept-encoding|cache-control|connection|dnt|keep-alive|pragma|priority|referer|te|upgrade-insecure-requests|user-agent|via|x-forwarded-for|x-real-ip|x-request-id|sec-(gpc|ch-.*|fetch-(mode|site|user)))$/;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A page as it was drawn. @property nonce of its scripts, which the next answer has another of */
type Drawn = {
  html: string;
  headers: [name: string, value: OutgoingHttpHeader][];
  nonce: string;
};

/** What could be seen (null: the database gave no answer), and when. */
type Seen = { state: string | null; at: number };

/** A page, and what was seen before it was drawn. */
type Kept = Drawn & Seen;

/**
 * A page that is being drawn.
 *
 * @property turn the last request that had come when its drawing began
 * @property ended the page with what could be seen afterwards; null for what nobody else may get
 */
type UnderWay = { turn: number; ended: Promise<{ page: Kept; after: Seen["state"] } | null> };

/** A request for a page, before anybody answers it. */
type Asked = { incoming: IncomingMessage; outgoing: ServerResponse; nonce: string; target: string };

/**
 * Pages that were just drawn, for whoever asks for the same again: the same address by the same
 * reader (all who have no cookie are one), while nothing in the database has changed. Whatever is
 * committed, by whichever process, ends all of them.
 *
 * @param stateOf a name of what a statement that begins now can see: two times the same name means
 *   that nothing was committed in between
 * @param clock milliseconds since 1970
 */
export function keptPages({
  stateOf,
  clock = Date.now,
}: {
  stateOf: () => Promise<string>;
  clock?: () => number;
}) {
  const pages = shelf();
  const drawing = new Map<string, UnderWay>();
  /** How many requests have come. */
  let turns = 0;

  const isStillSo = (page: Kept, state: Seen["state"]) => {
    const now = clock();
    const isSameMinute = Math.floor(now / MINUTE_MS) === Math.floor(page.at / MINUTE_MS);
    return page.state === state && now - page.at < MOST_MS && isSameMinute;
  };

  const seenNow = () => stateOf().catch(() => null);

  /** The page that this request brings is kept when it has left, if nothing changed meanwhile. */
  const draw = (key: string, asked: Asked, seen: Seen) => {
    const end = async () => {
      const drawn = await drawnBy(asked).catch(() => null);
      if (!drawn) return null;
      const page = { ...drawn, ...seen };
      const after = await seenNow();
      if (after !== null && after === seen.state) pages.keep(key, page);
      return { page, after };
    };
    pages.forget(key);
    const underWay = { turn: turns, ended: end() };
    drawing.set(key, underWay);
    void underWay.ended.then(() => drawing.get(key) === underWay && drawing.delete(key));
  };

  /**
   * What others draw meanwhile, for the request of this turn. A page is as new as one of its own
   * when its drawing began after the request had come, or before it with nothing changed until it
   * came; what changes later does not count. So nobody waits for more than two.
   *
   * @param first what could be seen when the request came
   * @returns null when there is none: this request has to draw it, and others wait for that
   */
  const drawnByOthers = async (key: string, asked: Asked, turn: number, first: Seen) => {
    const patience = wait(MOST_WAIT_MS, null, { ref: false });
    let seen = first;
    for (;;) {
      const underWay = drawing.get(key);
      const ended = underWay ? await Promise.race([underWay.ended, patience]) : null;
      if (!underWay || !ended) {
        draw(key, asked, seen);
        return null;
      }
      if (underWay.turn >= turn || isStillSo(ended.page, seen.state)) return ended.page;
      seen = { at: clock(), state: ended.after };
    }
  };

  return {
    /**
     * Answers with the page that is kept, or that another request draws just now. Where there is
     * none, the page that this answer brings is noted as it leaves, and kept.
     *
     * @returns whether it was answered
     */
    async answer(asked: Asked): Promise<boolean> {
      const key = keyOf(asked);
      if (!key) return false;
      turns += 1;
      const turn = turns;
      const seen: Seen = { at: clock(), state: await seenNow() };
      // Where the database gives no answer, neither is there one to keep.
      if (seen.state === null) return false;
      const known = pages.get(key);
      const page =
        known && isStillSo(known, seen.state) ? known : await drawnByOthers(key, asked, turn, seen);
      if (page) await send(page, asked);
      return page !== null;
    },
  };
}

/** Pages in memory: when they weigh too much, those that were drawn first are forgotten first. */
function shelf() {
  const pages = new Map<string, Kept>();
  let bytes = 0;
  const forget = (key: string) => {
    bytes -= weightOf(pages.get(key));
    pages.delete(key);
  };
  return {
    get: (key: string) => pages.get(key),
    forget,
    keep(key: string, page: Kept) {
      forget(key);
      pages.set(key, page);
      bytes += weightOf(page);
      for (const oldest of pages.keys()) {
        if (bytes <= MOST_BYTES) break;
        forget(oldest);
      }
      // What nobody may get any more is not left in memory: a page may be somebody's own.
      setTimeout(() => pages.get(key) === page && forget(key), MOST_MS).unref();
    },
  };
}

function weightOf(page: Kept | undefined): number {
  return (page?.html.length ?? 0) * BYTES_PER_SIGN;
}

/** Which page for whom; null for what is not kept. */
function keyOf({ incoming, target }: Asked): string | null {
  const { method, headers } = incoming;
  const isOpened = method === "GET" && headers.rsc === undefined && !headers.authorization;
  if (!isOpened || !OPENED_MOST.test(target)) return null;
  const sent = Object.entries(headers).filter(([name]) => !CHANGES_NOTHING.test(name));
  return createHash("sha256")
    .update(JSON.stringify([target, ...sent.toSorted()]))
    .digest("base64");
}

/**
 * What an answer brings, read along as it leaves.
 *
 * @returns null for anything but a whole page that sets nothing in the browser
 */
function drawnBy({ outgoing, nonce }: Asked): Promise<Drawn | null> {
  const pieces: Buffer[] = [];
  let weight = 0;
  const note = (piece: unknown) => {
    if (typeof piece !== "string" && !(piece instanceof Uint8Array)) return;
    weight += piece.length;
    if (weight > MOST_OF_ONE) pieces.length = 0;
    else pieces.push(Buffer.from(piece));
  };
  const whole = async () => {
    const { statusCode } = outgoing;
    if (statusCode !== 200 || weight > MOST_OF_ONE || outgoing.hasHeader("set-cookie")) return null;
    const html = await htmlOf(Buffer.concat(pieces), outgoing.getHeader("content-encoding"));
    return html === null ? null : { html, headers: headersOf(outgoing), nonce };
  };
  const write = outgoing.write.bind(outgoing) as (...args: unknown[]) => boolean;
  const end = outgoing.end.bind(outgoing) as (...args: unknown[]) => ServerResponse;
  return new Promise((resolve) => {
    // Left before it was whole.
    outgoing.once("close", () => resolve(null));
    Object.assign(outgoing, {
      write: (...args: unknown[]) => {
        note(args[0]);
        return write(...args);
      },
      // Not when the last byte has arrived: nobody waits for the line of another reader.
      end: (...args: unknown[]) => {
        note(args[0]);
        end(...args);
        resolve(whole());
        return outgoing;
      },
    });
  });
}

async function htmlOf(
  sent: Buffer,
  encoding: OutgoingHttpHeader | undefined,
): Promise<string | null> {
  if (encoding === undefined) return sent.toString();
  return encoding === "gzip" ? (await unpack(sent)).toString() : null;
}

function headersOf(outgoing: ServerResponse): Drawn["headers"] {
  return Object.entries(outgoing.getHeaders()).flatMap(([name, value]) =>
    value === undefined || OF_ONE_ANSWER.has(name) ? [] : [[name, value]],
  );
}

/** The page once more, with the nonce of this answer in place of the earlier one. */
async function send(page: Drawn, { incoming, outgoing, nonce }: Asked): Promise<void> {
  const anew = (text: string) => text.replaceAll(page.nonce, nonce);
  for (const [name, value] of page.headers)
    outgoing.setHeader(name, typeof value === "string" ? anew(value) : value);
  const html = anew(page.html);
  const isPacked = /\bgzip\b/.test(String(incoming.headers["accept-encoding"] ?? ""));
  const body = isPacked ? await pack(html) : Buffer.from(html);
  if (isPacked) outgoing.setHeader("content-encoding", "gzip");
  outgoing.setHeader("content-length", body.length);
  outgoing.writeHead(200);
  outgoing.end(body);
}
