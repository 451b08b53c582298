/**
 * What came of asking the API: an answer, a refusal with its reason in the reader's language, or
 * nothing, as the network is away or the server stumbles, which is worth asking again.
 */
export type Reply<T> =
  | { is: "answered"; body: T }
  | { is: "refused"; status: number; problem: Problem }
  | { is: "away" };

/** On a line that neither answers nor breaks off, that is the same as no network. */
const PATIENCE_MS = 30_000;

/** RFC 9457. @property title empty when what stands between has refused in its own words */
export type Problem = { title: string; [detail: string]: unknown };

type Asking = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Goes along as JSON. */
  body?: object;
  /** In which language a refusal is read. */
  locale?: string;
  /** What arrives twice with it counts once. */
  idempotencyKey?: string;
  /** Ends the asking sooner. */
  signal?: AbortSignal;
};

/**
 * Asks a route of the API, which says in its `operations.ts` what it answers: that type is `T`. A
 * post of another site is refused by the server, which reads where it comes from: nothing else has
 * to go along.
 */
export async function askApi<T>(address: string | URL, asking: Asking = {}): Promise<Reply<T>> {
  const { method = asking.body ? "POST" : "GET", body, signal } = asking;
  const late = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(address, {
      method,
      headers: headersFor(asking),
      ...(body && { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    if (response.status >= 500) return { is: "away" };
    if (response.ok)
      return { is: "answered", body: response.status === 204 ? null : await response.json() };
    return { is: "refused", status: response.status, problem: await problemOf(response) };
  } catch {
    return { is: "away" };
  }
}

/** Whether whoever asked is signed out: the login of the page has ended meanwhile. */
export function isSignedOut(reply: Reply<unknown>): boolean {
  return reply.is === "refused" && reply.status === 401;
}

function headersFor({ body, locale, idempotencyKey }: Asking): Headers {
  const headers = new Headers();
  if (body) headers.set("content-type", "application/json");
  if (locale) headers.set("accept-language", locale);
  if (idempotencyKey) headers.set("idempotency-key", idempotencyKey);
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  const problem = await response.json().catch(() => null);
  return { title: "", ...problem };
}
