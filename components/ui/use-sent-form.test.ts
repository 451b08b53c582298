import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { orUnreached } from "./use-sent-form.ts";

const START: FormState = { message: null, errors: { name: "Fill this in" }, values: {} };
const UNREACHED = /^Pas de connexion\./;

beforeEach(() => {
  vi.stubGlobal("document", { documentElement: { lang: "fr" } });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function typed(fields: Record<string, string | File> = { name: "Fatima" }): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test.each([
  ["a request without an answer", new TypeError("Failed to fetch")],
  ["the page of a proxy", new Error("An unexpected response was received from the server.")],
  ["half an answer", new Error("Connection closed.")],
])("%s is told, and what was typed is kept", async (_, fault) => {
  const action = orUnreached<FormState>(() => Promise.reject(fault));
  expect(await action(START, typed())).toEqual({
    message: expect.stringMatching(UNREACHED),
    errors: {},
    values: { name: "Fatima" },
  });
});

test.each(["NEXT_REDIRECT;push;/fr/me;303;", "1234567890"])(
  "what the server throws travels on: %s",
  async (digest) => {
    const fault = Object.assign(new Error("thrown"), { digest });
    await expect(orUnreached<FormState>(() => Promise.reject(fault))(START, typed())).rejects.toBe(
      fault,
    );
  },
);

test("a line that says nothing is given up after a minute; a file takes as long as it takes", async () => {
  const silent = orUnreached<FormState>(() => new Promise(() => {}));
  const answers = [typed(), typed({ file: new File(["much"], "photo.jpg") })].map(async (form) =>
    silent(START, form).then(({ message }) => message),
  );
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await Promise.race(answers)).toMatch(UNREACHED);
  expect(await Promise.race([answers[1], Promise.resolve("still sending")])).toBe("still sending");
});

test("an answer in time is the answer", async () => {
  const done: FormState = { message: null, errors: {}, values: {} };
  expect(await orUnreached<FormState>(async () => done)(START, typed())).toBe(done);
  expect(vi.getTimerCount()).toBe(0);
});
