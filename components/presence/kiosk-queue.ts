import { askApi, type Reply } from "#components/api/ask.ts";
import type { VisitsResponse } from "#lib/learning/visits/operations.ts";
import { CLOCK_SET_MS } from "./tablet-clock.ts";

/**
 * What a tablet saw and the network does not have yet, kept in its own database across restarts. No
 * names, and no card that can be read: only the network has the key to what `seal` made.
 */
export type Kept =
  | {
      order?: number;
      to: "visits";
      event: { id: string; kind: string; at: string; who: object; sessionId: string | null };
      /** How far our clock was ahead of the tablet's then, in milliseconds; null when unknown. */
      ahead: number | null;
    }
  | {
      order?: number;
      to: "pulse";
      said: { id: string; week: string; language: string; answers: object };
    };

export type VisitResult = VisitsResponse["items"][number];

/**
 * How far a sending came: everything left, the network is away or asks to wait, or this tablet is
 * nobody's any more.
 */
export type Reach = "sent" | "away" | "later" | "ended";

const NAME = "trivium-kiosk";
const STORE = "kept";
const AT_ONCE = 50;
const PATIENCE_MS = 15_000;

export async function keep(item: Kept): Promise<void> {
  await within("readwrite", (store) => store.add(item));
}

export async function allKept(): Promise<Kept[]> {
  return within("readonly", (store) => store.getAll());
}

/** Takes an arrival or a departure back that nobody will count: who made it was told so. */
export async function forget(id: string): Promise<void> {
  for (const item of await allKept())
    if (item.to === "visits" && item.event.id === id) await remove(item);
}

type Visit = Extract<Kept, { to: "visits" }>;
type Notify = (visit: Visit, result: VisitResult | null) => void;

/**
 * Sends what is kept, oldest first. An item is forgotten when the network has answered it; what
 * arrives twice counts once there. What the network cannot judge yet stays, and holds up nothing
 * behind it.
 *
 * @param notify hears the answer to each arrival and departure; null for one that can never be
 *   counted
 * @param ahead how far our clock is ahead of the tablet's now
 */
export async function sendKept(notify: Notify, ahead: number | null): Promise<Reach> {
  const postponed = new Set<number | undefined>();
  for (;;) {
    const kept = (await allKept())
      .filter(({ order }) => !postponed.has(order))
      .map((item) => onClockOfNow(item, ahead));
    const [first] = kept;
    if (!first) return postponed.size > 0 ? "later" : "sent";
    const turn =
      first.to === "pulse" ? [first] : kept.filter(({ to }) => to === "visits").slice(0, AT_ONCE);
    const reach = await sendTurn(turn, notify, ({ order }) => postponed.add(order));
    if (reach !== "sent") return reach;
  }
}

/**
 * Its time by the tablet's clock of now: the network puts that one right. A clock that was wrong
 * is often set as the network comes back, before anything is sent.
 */
export function onClockOfNow(item: Kept, ahead: number | null): Kept {
  if (item.to !== "visits" || ahead === null || typeof item.ahead !== "number") return item;
  const wasSetBy = item.ahead - ahead;
  if (Math.abs(wasSetBy) < CLOCK_SET_MS) return item;
  const at = new Date(Date.parse(item.event.at) + wasSetBy).toISOString();
  return { ...item, event: { ...item.event, at } };
}

async function sendTurn(
  turn: Kept[],
  notify: Notify,
  postpone: (item: Kept) => void,
): Promise<Reach> {
  const reply = await sendTogether(turn);
  const stop = stopOf(reply);
  if (stop) return stop;
  // One of them cannot be read: the others do not wait for it.
  if (reply.is === "refused" && turn.length > 1) return sendOneByOne(turn, notify, postpone);
  const results = reply.is === "answered" ? (reply.body?.items ?? []) : [];
  for (const item of turn) {
    const id = item.to === "visits" ? item.event.id : null;
    const answered = results.find((one) => one.id === id) ?? null;
    if (answered?.outcome === "later") postpone(item);
    else await remove(item);
    if (item.to === "visits") notify(item, answered);
  }
  return "sent";
}

async function sendOneByOne(
  turn: Kept[],
  notify: Notify,
  postpone: (item: Kept) => void,
): Promise<Reach> {
  for (const item of turn) {
    const reach = await sendTurn([item], notify, postpone);
    if (reach !== "sent") return reach;
  }
  return "sent";
}

/** Why nothing more is sent now: nobody answers, too much was asked, or the tablet is put away. */
export function stopOf(reply: Reply<unknown>): "away" | "ended" | null {
  if (reply.is === "away") return "away";
  if (reply.is !== "refused") return null;
  if (reply.status === 429) return "away";
  return reply.status === 401 ? "ended" : null;
}

/**
 * A word on how somebody is, which is answered by nothing, or arrivals and departures, which go
 * together.
 */
function sendTogether(turn: Kept[]): Promise<Reply<VisitsResponse | null>> {
  const [first] = turn;
  if (first?.to === "pulse") return post("/api/v1/pulse", first.said);
  const events = turn.flatMap((item) => (item.to === "visits" ? [item.event] : []));
  return post("/api/v1/visits", { deviceNow: new Date().toISOString(), events });
}

async function remove({ order }: Kept): Promise<void> {
  if (order !== undefined) await within("readwrite", (store) => store.delete(order));
}

function post(path: string, body: object): Promise<Reply<VisitsResponse | null>> {
  return askApi(path, { body, signal: AbortSignal.timeout(PATIENCE_MS) });
}

/** Seals a card's text with the network's key: whoever takes the tablet cannot open it. */
export async function seal(publicKey: string, card: string): Promise<string> {
  const bytes = Uint8Array.from(atob(publicKey), (sign) => sign.charCodeAt(0));
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", bytes, algorithm, false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt(
    { name: "RSA-OAEP" },
    key,
    new TextEncoder().encode(card),
  );
  return btoa(String.fromCharCode(...new Uint8Array(sealed)));
}

let opened: Promise<IDBDatabase> | undefined;

/** Opened once, and again after it failed or the browser closed it, as it does with a full disk. */
function database(): Promise<IDBDatabase> {
  const again = () => {
    opened = undefined;
  };
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
    request.onsuccess = () => {
      request.result.onclose = again;
      resolve(request.result);
    };
    request.onerror = () => {
      again();
      reject(request.error);
    };
  });
  return opened;
}

/** Resolves when it is safely written, not when it was asked. */
async function within<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = (await database()).transaction(STORE, mode);
  const request = run(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
