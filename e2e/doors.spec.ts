import { expect, test } from "@playwright/test";
import { STAFFED_SPACE, signInAs } from "./people.ts";
import { type RawAnswer, sendRaw } from "./raw.ts";
import { ONCE } from "./runs.ts";

const ALWAYS = {
  "content-security-policy": /frame-ancestors 'none'/,
  "x-frame-options": /^DENY$/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "permissions-policy": /geolocation=\(self\)/,
  "cache-control": /./,
};

function missingIn({ headers }: RawAnswer): string[] {
  return Object.entries(ALWAYS)
    .filter(([name, value]) => !value.test(headers[name] ?? ""))
    .map(([name]) => `${name}: ${headers[name]}`);
}

test(
  "every answer has the same headers, whatever was asked",
  ONCE,
  async ({ baseURL: address }) => {
    const baseURL = address ?? "";
    const lines: [string, number, Record<string, string>?][] = [
      ["GET /", 307],
      ["GET /nl", 200],
      ["HEAD /fr/sessions", 200],
      ["GET /nl/", 308],
      ["GET /en/nothing/here", 404],
      ["GET /en/spaces/no-such-space", 404],
      ["GET /map/nl/sign-in", 404],
      ["GET /robots.txt/en/desk", 404],
      ["GET /icon.svg/en", 404],
      ["GET /icon.svg", 200],
      ["GET /icons.svg", 200],
      ["GET /_next/static/nothing.js", 404],
      ["GET /en/%E0%A4%A", 400],
      ["GET //evil.example", 404],
      ["OPTIONS *", 204],
      ["OPTIONS /en", 204],
      ["DELETE /en", 405],
      ["GET /kiosk/sw.js", 200],
      ["GET /kiosk/no-such-space", 404],
      ["GET /api/openapi.json", 200],
      ["POST /api/sign-out", 403, { origin: "https://evil.example" }],
      ["POST /en/sign-in", 403, { origin: "https://evil.example" }],
      ["POST /en/sign-in", 403, { origin: "this is no origin" }],
      ["GET /api/v1/spaces", 200],
      ["GET /api/v1/nothing", 404],
      ["PUT /api/v1/spaces", 405],
      ["OPTIONS /api/v1/spaces", 204],
      ["GET /api/v1/me/data", 401],
      ["GET /calendar/programme.ics", 200],
      ["GET /calendar/no-such-token-at-all-00.ics", 404],
      ["GET /healthz", 200],
      ["GET /metrics", 404],
      ["GET /en", 401, { authorization: "Bearer x" }],
      ["GET /en", 400, { host: "a b" }],
      ["GARBAGE", 400],
      ["GET /en", 431, { "x-long": "x".repeat(40_000) }],
    ];
    const faults: string[] = [];
    for (const [line, status, headers] of lines) {
      const answer = await sendRaw(baseURL, line, headers);
      const missing = missingIn(answer);
      if (answer.status !== status || missing.length > 0)
        faults.push(`${line}: ${answer.status} instead of ${status}; ${missing.join(", ")}`);
    }
    expect(faults).toEqual([]);
  },
);

test(
  "a first word that is no language is a page that is not there, in the reader's language",
  ONCE,
  async ({ page, baseURL: address }) => {
    const baseURL = address ?? "";
    const answer = await sendRaw(baseURL, "GET /map/en/sign-in", { "accept-language": "fr-BE" });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('<html lang="fr">');
    expect(answer.text).not.toContain("self.__next");
    expect((await page.goto("/xx/sign-in"))?.status()).toBe(404);
    await expect(page.locator("html")).toHaveAttribute("lang", /^(nl|fr|en)$/);
  },
);

test(
  "what is sent askew is refused in words, never with a broken page",
  ONCE,
  async ({ baseURL: address }) => {
    const baseURL = address ?? "";
    const form = { "content-type": "multipart/form-data; boundary=x", origin: baseURL };
    const signIn = await (await fetch(`${baseURL}/en/sign-in`)).text();
    const action = /&quot;id&quot;:&quot;([0-9a-f]{20,})&quot;/.exec(signIn)?.[1] ?? "";
    expect(action).not.toBe("");
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const bound =
      part("$ACTION_REF_1", "") + part("$ACTION_1:0", `{"id":"${action}","bound":"$@1"}`);
    const askew: [Record<string, string>, string][] = [
      [form, "garbage"],
      [form, part("locale", "en")],
      [{ ...form, "content-type": "multipart/form-data" }, `${part("locale", "en")}--x--\r\n`],
      [form, `${bound}--x--\r\n`],
      [form, `${bound}${part("$ACTION_1:1", "[garbage")}--x--\r\n`],
      [form, `${bound}${part("$ACTION_1:1", '["$Fdead"]')}--x--\r\n`],
      [{ ...form, "next-action": action }, `${part("0", "[]")}--x--\r\n`],
      [{ ...form, "next-action": action }, part("0", '[null,"$K1"]')],
      [{ ...form, "next-action": action, "content-type": "text/plain;charset=UTF-8" }, '["$K1"]'],
    ];
    const lines: [string, Record<string, string>, string?][] = [
      ["GET /en/%E0%A4%A", {}],
      ["GET /en/spaces/%E0%A4%A", {}],
      ["GET /api/v1/spaces/%E0%A4%A", {}],
      ["GET /calendar/%E0%A4%A.ics", {}],
      ["GET /en?q=%E0%A4%A", {}],
      ["GET /en", { cookie: "trivium=%E0%A4%A" }],
      ["GET /api/v1/bookings", { cookie: "trivium=%E0%A4%A" }],
      ["GET /en", { rsc: "1", "next-router-state-tree": "%E0%A4%A" }],
      ["GET /en", { rsc: "1", "next-router-state-tree": "{}" }],
      ["GET /en", { "next-router-prefetch": "9", rsc: "x", "next-url": "\\\\" }],
      ["GET /en", { "accept-language": ";;q=,*;q=x" }],
      ["GET /en", { "if-none-match": "x", "if-modified-since": "yesterday", range: "bytes=9-1" }],
      ["GET /icon.svg", { range: "bytes=999999-" }],
      [
        "POST /en/sign-in",
        { ...form, "next-action": "x".repeat(40), "content-length": "7" },
        "garbage",
      ],
      ["POST /en/sign-in", { ...form, "next-action": "0".repeat(42), "content-length": "2" }, "[]"],
      [
        "POST /en/sign-in",
        {
          origin: baseURL,
          "content-type": "text/plain",
          "next-action": "0".repeat(42),
          "content-length": "3",
        },
        "[[[",
      ],
      ["POST /en/sign-in", { origin: baseURL, "content-length": "0" }],
      ["POST /api/sign-out", { origin: baseURL, "content-length": "0" }],
      ...askew.map(([headers, body]): [string, Record<string, string>, string] => [
        "POST /en/sign-in",
        { ...headers, "content-length": String(Buffer.byteLength(body)) },
        body,
      ]),
    ];
    const faults: string[] = [];
    for (const [line, headers, body] of lines) {
      const { status, text } = await sendRaw(baseURL, line, headers, body);
      if (status >= 500) faults.push(`${line} ${JSON.stringify(headers)}: ${status}`);
      if (status >= 400 && text.length < 20) faults.push(`${line}: ${status} without a word`);
    }
    expect(faults).toEqual([]);
  },
);

test(
  "a body that is no form is refused at every page and program, in the reader's language",
  ONCE,
  async ({ page, baseURL: address }) => {
    const baseURL = address ?? "";
    await page.goto("/fr/sign-in");
    const field = await page
      .locator('form input[name^="$ACTION_"]')
      .first()
      .getAttribute("name")
      .catch(() => null);
    const part = (name: string, value: string) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const whole = `${part(field ?? "a", "b")}--x--\r\n`;
    const types = [
      "multipart/form-data; boundary=x",
      "multipart/form-data",
      "multipart/form-data; boundary=y",
    ];
    const faults: string[] = [];
    for (const path of ["/fr/sign-in", "/fr", "/fr/book", "/api/v1/bookings", "/api/v1/visits"])
      for (const type of types)
        for (const body of ["garbage", "", whole.slice(0, 20), whole.slice(0, -12), whole])
          for (const action of [[], [["next-action", "0".repeat(42)]]]) {
            if (body === whole && type.endsWith("x")) continue;
            const headers: Record<string, string> = {
              origin: baseURL,
              "accept-language": "fr",
              "content-type": type,
              ...Object.fromEntries(action),
            };
            const sent = { ...headers, "content-length": String(Buffer.byteLength(body)) };
            const { status, text } = await sendRaw(baseURL, `POST ${path}`, sent, body);
            const isPage = !path.startsWith("/api");
            const isRight = isPage
              ? status === 400 && text.includes('lang="fr"')
              : status >= 400 && status < 500;
            if (!isRight) faults.push(`${path} ${type} ${JSON.stringify(body)}: ${status}`);
          }
    expect(faults).toEqual([]);
  },
);

test(
  "what is one's own is kept nowhere; what is everybody's says so",
  ONCE,
  async ({ page, baseURL: address }) => {
    const baseURL = address ?? "";
    await signInAs(page, "admin", "en");
    const slug = STAFFED_SPACE;
    const own = [
      "/api/v1/bookings",
      "/api/v1/me/data",
      "/api/v1/use.csv",
      "/api/v1/indicators.csv?from=2026-01&to=2026-02",
      "/api/v1/research/releases",
      `/api/v1/spaces/${slug}/events?start=2026-03-02T00:00:00Z&end=2026-03-09T00:00:00Z`,
      "/api/v1/nothing",
      "/en/me",
    ];
    for (const path of own) {
      const headers = (await page.request.get(path)).headers();
      expect(headers["cache-control"], path).toContain("no-store");
      for (const name of ["cookie", "accept-language", "authorization"])
        expect(headers.vary?.toLowerCase(), path).toContain(name);
    }
    for (const path of [
      "/api/v1/spaces.csv",
      "/api/v1/spaces.geojson",
      `/api/v1/spaces/${slug}/spaceapi.json`,
    ]) {
      const { headers } = await sendRaw(baseURL, `GET ${path}`);
      expect(headers["cache-control"], path).toContain("public");
      expect(headers.vary, path).not.toMatch(/cookie/i);
    }
  },
);

test(
  "no list of the API takes a part of its address that it does not know",
  ONCE,
  async ({ page }) => {
    await signInAs(page, "admin", "en");
    const { paths } = (await (await page.request.get("/api/openapi.json")).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    // A tablet's door asks who it is before anything else.
    const lists = Object.keys(paths).filter(
      (path) => paths[path]?.get && !path.includes("{") && path !== "/api/v1/kiosk",
    );
    expect(lists.length).toBeGreaterThan(15);
    for (const path of lists) {
      const answer = await page.request.get(`${path}?colour=blue`);
      expect(answer.status(), path).toBe(422);
      expect(answer.headers()["content-type"], path).toContain("application/problem+json");
      expect(await answer.json(), path).toMatchObject({
        code: "common.unknown_parameter",
        name: "colour",
      });
    }
  },
);

test(
  "a token that is none switches nothing off, and a cookie beside a token opens nothing",
  ONCE,
  async ({ page, baseURL: address }) => {
    const baseURL = address ?? "";
    await signInAs(page, "manager", "en");
    const [session] = await page.context().cookies();
    const cookie = `${session?.name}=${session?.value}`;
    const document = await (await fetch(`${baseURL}/api/openapi.json`)).json();
    const doors = Object.entries(document.paths as Record<string, Record<string, unknown>>).flatMap(
      ([path, methods]) =>
        ["post", "patch", "put", "delete"]
          .filter((method) => methods[method])
          .map((method) => [method, path] as const),
    );
    expect(doors.length).toBeGreaterThan(15);
    const id = "00000000-0000-4000-8000-000000000000";
    const faults: string[] = [];
    for (const [method, path] of doors)
      for (const authorization of ["Bearer x", "Basic eDp5", "Bearer", "x", "bearer  kiosk_x"]) {
        const answer = await fetch(`${baseURL}${path.replace(/\{\w+\}/g, id)}`, {
          method: method.toUpperCase(),
          headers: {
            cookie,
            authorization,
            origin: "https://evil.example",
            "content-type": "application/json",
          },
          ...(method === "delete" ? {} : { body: "{}" }),
        });
        // Without a token: another site. With one that is none: unknown, or its body is not read at
        // all.
        if (![401, 403].includes(answer.status))
          faults.push(`${method} ${path} ${authorization}: ${answer.status}`);
      }
    expect(faults).toEqual([]);
  },
);

test(
  "a moment out of reach is refused in words, wherever one is asked for",
  ONCE,
  async ({ baseURL: address }) => {
    const faults: string[] = [];
    const moments = [
      "0000-01-01",
      "-000001-01-01",
      "0001-01-01",
      "9999-12-31",
      "+010000-01-01",
      "+275760-09-13",
    ].map((day) => `${day}T10:00:00Z`);
    const edges = ["0002-01-01T00:00:00Z", "9998-12-31T23:59:59Z"];
    const slug = STAFFED_SPACE;
    for (const moment of [...moments, ...edges]) {
      const at = encodeURIComponent(moment);
      const day = encodeURIComponent(moment.slice(0, moment.indexOf("T")));
      const paths = [
        `/api/v1/spaces?open_at=${at}`,
        `/api/v1/spaces.geojson?open_at=${at}`,
        `/api/v1/availability?start=${at}&end=${at}`,
        `/api/v1/availability?start=2026-12-12T10:00:00Z&end=${at}`,
        `/api/v1/availability?start=${at}&end=2030-12-12T10:00:00Z&minutes=60`,
        `/api/v1/spaces/${slug}/events?start=${at}&end=${at}`,
        `/api/v1/sessions?from=${day}&until=${day}`,
        `/calendar/programme.ics?from=${day}&until=${day}`,
        `/en/sessions?from=${day}&until=${day}`,
        `/en?people=2&day=${day}&from=10:00&to=12:00`,
        `/en?people=2&day=${day}&until=${day}&from=10:00&to=12:00&minutes=60`,
        `/en/book/when?people=2&hours=1&space=${slug}&day=${day}`,
        `/en/book/check?room=00000000-0000-4000-8000-000000000000&start=${at}&end=${at}&people=2`,
        `/en/spaces/${slug}?day=${day}`,
      ];
      for (const path of paths) {
        const answer = await fetch(`${address}${path}`);
        if (answer.status >= 500) faults.push(`${path}: ${answer.status}`);
        if (
          moments.includes(moment) &&
          path.startsWith("/api/v1/") &&
          !path.includes("sessions") &&
          answer.status < 400
        )
          faults.push(`${path}: ${answer.status}`);
        await answer.body?.cancel();
      }
    }
    expect(faults).toEqual([]);
  },
);
