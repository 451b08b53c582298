/**
 * What a tablet saw and the network does not have yet, kept in its own database across restarts. No names, and no card
 * that can be read: only the network has the key to what `seal` made.
 */
export type Kept =
  | {
      order?: number;
      to: "visits";
      event: { id: string; kind: string; at: string; who: object; sessionId: string | null };
    }
  | { order?: number; to: "pulse"; said: { id: string; week: string; language: string; answers: object } };

export type Told = {
  id: string;
  outcome: string;
  leftElsewhere: boolean;
  session: Record<string, string> | null;
};

/** How far a sending came: everything left, the network is away, or this tablet is nobody's any more. */
export type Reach = "sent" | "away" | "ended" | "busy";

const NAME = "trivium-kiosk";
const STORE = "kept";
const AT_ONCE = 50;

export async function keep(item: Kept): Promise<void> {
  await within("readwrite", (store) => store.add(item));
}

export async function allKept(): Promise<Kept[]> {
  return within("readonly", (store) => store.getAll());
}

/**
 * Sends what is kept, oldest first. An item is forgotten when the network has answered it; what arrives twice counts
 * once there.
 *
 * @param tell hears the answer to each arrival and departure; null for one that can never be counted
 */
export async function sendKept(tell: (id: string, told: Told | null) => void): Promise<Reach> {
  for (;;) {
    const kept = await allKept();
    const [first] = kept;
    if (!first) return "sent";
    const turn = first.to === "pulse" ? [first] : kept.filter(({ to }) => to === "visits").slice(0, AT_ONCE);
    const reach = await sendTurn(turn, tell);
    if (reach !== "sent") return reach;
  }
}

async function sendTurn(turn: Kept[], tell: (id: string, told: Told | null) => void): Promise<Reach> {
  const events = turn.flatMap((item) => (item.to === "visits" ? [item.event] : []));
  const answer =
    turn[0]?.to === "pulse"
      ? await post("/api/v1/pulse", turn[0].said)
      : await post("/api/v1/visits", { deviceNow: new Date().toISOString(), events });
  if (!answer || answer.status >= 500) return "away";
  if (answer.status === 401) return "ended";
  if (answer.status === 429) return "busy";
  if (!answer.ok && turn.length > 1) {
    // One of them cannot be read: the others do not wait for it.
    for (const item of turn) {
      const reach = await sendTurn([item], tell);
      if (reach !== "sent") return reach;
    }
    return "sent";
  }
  const told: Told[] = answer.ok && events.length > 0 ? (await answer.json()).items : [];
  for (const { order } of turn)
    if (order !== undefined) await within("readwrite", (store) => store.delete(order));
  for (const { id } of events) tell(id, told.find((one) => one.id === id) ?? null);
  return "sent";
}

async function post(path: string, body: object): Promise<Response | null> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return null;
  }
}

/** Seals a card's text with the network's key: whoever takes the tablet cannot open it. */
export async function seal(publicKey: string, card: string): Promise<string> {
  const bytes = Uint8Array.from(atob(publicKey), (sign) => sign.charCodeAt(0));
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", bytes, algorithm, false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, new TextEncoder().encode(card));
  return btoa(String.fromCharCode(...new Uint8Array(sealed)));
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
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
