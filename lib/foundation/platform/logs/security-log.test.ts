import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { DomainError } from "../errors/errors.ts";
import { submit } from "../forms/forms.ts";
import { respond } from "../http/respond.ts";
import { log } from "./log.ts";
import { metrics } from "./metrics.ts";
import { noteAsker, securityEvent } from "./security-log.ts";

const written = vi.spyOn(log, "warn");
beforeEach(() => metrics().securityEvents.reset());
afterEach(() => written.mockReset());

const WHO = "person:6f1f5f0e-8a4e-4c63-9a52-6a9d1f0f2b11";
const ask = (error: DomainError, path = "/api/v1/spaces/la-fabrique/sheet") =>
  respond(
    new Request(`https://trivium.test${path}`, { headers: { "x-request-id": "r1" } }),
    async () => {
      noteAsker(WHO, "r1");
      throw error;
    },
  );
const counted = async () =>
  (await metrics().securityEvents.get()).values.map(({ labels, value }) => ({ ...labels, value }));

test.each([
  ["forbidden", "identity.not_allowed", "forbidden"],
  ["rate_limited", "identity.too_many", "limit_reached"],
  ["invalid", "identity.staff_wrong", "sign_in_failed"],
  ["invalid", "identity.code_wrong", "sign_in_failed"],
  ["unauthenticated", "identity.token_unknown", "token_refused"],
  ["unauthenticated", "identity.sign_in_first", "not_signed_in"],
  ["conflict", "booking.slot_taken", null],
  ["invalid", "common.check_fields", null],
] as const)("%s because of %s is %s", (kind, code, event) => {
  expect(securityEvent(new DomainError(kind, { code }))).toBe(event);
});

test("what a program is refused is written once, by id and by the template of the address", async () => {
  const answer = await ask(new DomainError("forbidden", { code: "identity.not_allowed" }));

  expect(answer.status).toBe(403);
  expect(written.mock.calls).toEqual([
    [
      {
        security: "forbidden",
        code: "identity.not_allowed",
        status: 403,
        who: WHO,
        door: "GET /api/v1/spaces/:slug/sheet",
        requestId: "r1",
      },
      "refused",
    ],
  ]);
  expect(await counted()).toEqual([{ event: "forbidden", code: "identity.not_allowed", value: 1 }]);
});

test("a failed sign-in by a form is written without what was typed", async () => {
  const form = new FormData();
  form.set("email", "nora@elsewhere.test");
  await submit(form, z.object({ email: z.string() }), async () => {
    noteAsker("visitor", "r2");
    throw new DomainError("invalid", {
      code: "identity.staff_wrong",
      email: "nora@elsewhere.test",
    });
  });

  expect(written.mock.calls).toMatchObject([
    [{ security: "sign_in_failed", who: "visitor", door: "form", requestId: "r2" }, "refused"],
  ]);
  expect(JSON.stringify(written.mock.calls)).not.toContain("nora");
});

test("an ordinary refusal is no event, and who is not signed in yet is only counted", async () => {
  await ask(new DomainError("conflict", { code: "booking.slot_taken" }));
  expect(await counted()).toEqual([]);
  await ask(new DomainError("unauthenticated", { code: "identity.sign_in_first" }));
  expect(await counted()).toEqual([
    { event: "not_signed_in", code: "identity.sign_in_first", value: 1 },
  ]);
  expect(written).not.toHaveBeenCalled();
});

test("two who ask at once are not taken for each other", async () => {
  const ask = (who: string, after: Promise<unknown>) =>
    respond(new Request("https://trivium.test/api/v1/bookings"), async () => {
      noteAsker(who, who);
      await after;
      throw new DomainError("forbidden", { code: "identity.not_allowed" });
    });
  const second = Promise.withResolvers<void>();
  const first = ask("person:1", second.promise);
  await ask("person:2", Promise.resolve());
  second.resolve();
  await first;
  expect(written.mock.calls.map(([line]) => (line as unknown as { who: string }).who)).toEqual([
    "person:2",
    "person:1",
  ]);
});
