import { expect, type Page, test } from "@playwright/test";
import { faultOf, hostileRequests, type OpenApi } from "./hostile.ts";
import { type Account, LANGUAGES, STAFFED_SPACE, signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

/**
 * A failure names its seed: `FUZZ_SEED=… FUZZ_EACH=500 playwright test e2e/fuzz.spec.ts
 * --project=desktop` goes on from there.
 */
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_303);
const EACH = Number(process.env.FUZZ_EACH ?? 30);
const AT_ONCE = 8;

async function cookieOf(page: Page, account: Account): Promise<string> {
  await signInAs(page, account, "en");
  const [session] = await page.context().cookies();
  await page.context().clearCookies();
  return `${session?.name}=${session?.value}`;
}

test(
  `whatever is sent is refused with a reason, in the reader's language (seed ${SEED})`,
  ONCE,
  async ({ page, baseURL: address }) => {
    test.setTimeout(300_000);
    const baseURL = address ?? "";
    const cookies = [
      null,
      await cookieOf(page, "learner"),
      await cookieOf(page, "manager"),
      await cookieOf(page, "admin"),
    ];
    const document: OpenApi = await (await fetch(`${baseURL}/api/openapi.json`)).json();
    const { slug, rooms } = await (await fetch(`${baseURL}/api/v1/spaces/${STAFFED_SPACE}`)).json();
    const known = {
      roomId: rooms[0].id,
      spaceSlug: slug,
      end: "2027-03-02T11:00:00+01:00",
      equipment: [],
    };
    const requests = hostileRequests(document, { each: EACH, seed: SEED, known });
    expect(requests.length).toBeGreaterThan(500);

    const faults: string[] = [];
    let refused = 0;
    let position = 0;
    const lane = async () => {
      for (let at = position++; at < requests.length; at = position++) {
        const request = requests[at];
        if (!request) return;
        const { method, path, body, why } = request;
        const language = LANGUAGES[at % LANGUAGES.length] ?? "en";
        const cookie = cookies[at % cookies.length];
        const answer = await fetch(`${baseURL}${path}`, {
          method,
          body,
          headers: {
            "content-type": "application/json",
            "accept-language": language,
            origin: baseURL,
            ...(cookie ? { cookie } : {}),
            ...(at % 5 === 0 ? { "idempotency-key": `fuzz-${"k".repeat(at % 400)}` } : {}),
          },
        });
        const text = await answer.text();
        const type = answer.headers.get("content-type") ?? "";
        const said = answer.headers.get("content-language") ?? "";
        const fault = faultOf({ status: answer.status, type, language: said, text }, language);
        if (fault)
          faults.push(
            `${method} ${path.slice(0, 80)} (${why}) ${fault}: ${body?.slice(0, 200)} → ${text.slice(0, 200)}`,
          );
        if (answer.status >= 400) refused += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(requests.length / 2);

    const titles = await Promise.all(
      LANGUAGES.map(async (language) => {
        const headers = { "content-type": "application/json", "accept-language": language };
        const answer = await fetch(`${baseURL}/api/v1/bookings`, {
          method: "POST",
          headers,
          body: "{",
        });
        return (await answer.json()).title;
      }),
    );
    expect(new Set(titles).size).toBe(LANGUAGES.length);
    for (const path of ["/nl?q=%00", "/fr/spaces/%00", "/en/sessions?town=a%00b"])
      expect(Math.floor((await fetch(`${baseURL}${path}`)).status / 100), path).toBe(4);
    expect((await fetch(`${baseURL}/readyz`)).status).toBe(200);
  },
);
