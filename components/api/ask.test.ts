import { afterEach, expect, test, vi } from "vitest";
import { askApi, isSignedOut } from "./ask.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const problem = { type: "about:blank", title: "Someone was first", code: "booking.slot_taken" };

test.each([
  ["an answer", Response.json({ id: 1 }), { is: "answered", body: { id: 1 } }],
  ["an answer without a body", new Response(null, { status: 204 }), { is: "answered", body: null }],
  ["a refusal", Response.json(problem, { status: 409 }), { is: "refused", status: 409, problem }],
  [
    "a refusal of what stands between",
    new Response("<html>", { status: 413 }),
    { is: "refused", status: 413, problem: { title: "" } },
  ],
  ["a server that stumbles", new Response("<html>", { status: 502 }), { is: "away" }],
  ["a page where an answer should be", new Response("<html>"), { is: "away" }],
])("%s", async (_, response, reply) => {
  vi.stubGlobal("fetch", async () => response);
  expect(await askApi("/api/v1/holds")).toEqual(reply);
});

test("a network that is away", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await askApi("/api/v1/holds")).toEqual({ is: "away" });
});

test("a line that neither answers nor breaks off is a network that is away", async () => {
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
    const never = Promise.withResolvers<Response>();
    signal?.addEventListener("abort", () => never.reject(signal.reason));
    return never.promise;
  });
  const late = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(late.signal);
  const reply = askApi("/api/v1/holds", { signal: new AbortController().signal });
  late.abort();
  expect(await reply).toEqual({ is: "away" });
});

test.each([
  [401, true],
  [403, false],
])("a refusal with %i is of somebody signed out: %s", async (status, expected) => {
  vi.stubGlobal("fetch", async () => Response.json(problem, { status }));
  expect(isSignedOut(await askApi("/api/v1/bookings"))).toBe(expected);
});

test("what goes along is JSON, in the reader's language, and counts once", async () => {
  const sent: RequestInit[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    sent.push(init);
    return Response.json({});
  });
  await askApi("/api/v1/holds", { body: { people: 2 }, locale: "fr", idempotencyKey: "k" });
  expect(sent[0]).toMatchObject({ method: "POST", body: '{"people":2}' });
  expect(Object.fromEntries(sent[0]?.headers as Headers)).toEqual({
    "content-type": "application/json",
    "accept-language": "fr",
    "idempotency-key": "k",
  });
});
