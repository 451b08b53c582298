import { type APIRequestContext, expect, test } from "@playwright/test";
import { z } from "zod";
import { ONCE } from "./runs.ts";

const LANGUAGES = ["nl", "fr", "en"];

/**
 * What a reader without scripts finds in a page: its head, and what it says in the words of
 * schema.org.
 */
async function read(request: APIRequestContext, path: string) {
  const answer = await request.get(path);
  expect(answer.status(), path).toBe(200);
  const html = await answer.text();
  const head = html.slice(0, html.indexOf("</head>"));
  const all = (pattern: RegExp) =>
    [...head.matchAll(pattern)].map(([, found = ""]) => unescaped(found));
  const metas = new Map(
    [...head.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g)].map(
      ([, name = "", content = ""]) => [name, unescaped(content)],
    ),
  );
  return {
    html,
    titles: all(/<title>([^<]*)<\/title>/g),
    canonical: all(/<link rel="canonical" href="([^"]*)"/g),
    languages: all(/<link rel="alternate" hrefLang="([^"]*)"/gi),
    icons: all(/<link rel="(?:icon|apple-touch-icon)" href="([^"]*)"/g),
    manifest: all(/<link rel="manifest" href="([^"]*)"/g),
    metas,
    data: [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(
      ([, json = ""]) => JSON.parse(json),
    ),
  };
}

function unescaped(text: string): string {
  return text.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&quot;", '"');
}

const address = z.url();
const moment = z.iso.datetime({ offset: true });
const schemaUrl = (...names: string[]) => z.enum(names.map((name) => `https://schema.org/${name}`));
const postal = z.object({
  "@type": z.literal("PostalAddress"),
  streetAddress: z.string().optional(),
  postalCode: z.string().optional(),
  addressLocality: z.string().min(1),
  addressCountry: z.enum(["BE", "FR"]),
});
const point = z.object({
  "@type": z.literal("GeoCoordinates"),
  latitude: z.number().min(49).max(52),
  longitude: z.number().min(1).max(7),
});
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What those who read these kinds ask for: https://schema.org and the guides of search engines for places and events. */
const PLACE = z.object({
  "@context": z.literal("https://schema.org"),
  "@type": z.array(z.string()).refine((types) => types[0] === "Place"),
  "@id": address,
  name: z.string().min(1),
  url: address,
  description: z.string().min(20),
  image: z.array(address).min(1),
  address: postal,
  geo: point,
  openingHoursSpecification: z
    .array(
      z.object({
        "@type": z.literal("OpeningHoursSpecification"),
        dayOfWeek: schemaUrl(
          "Monday",
          "Tuesday",
          "Wednesday",
          "Thursday",
          "Friday",
          "Saturday",
          "Sunday",
        ),
        opens: time,
        closes: time,
        validFrom: z.iso.date(),
        validThrough: z.iso.date(),
      }),
    )
    .optional(),
  amenityFeature: z.array(z.object({ name: z.string().min(1), value: z.literal(true) })),
});
const EVENT = z.object({
  "@context": z.literal("https://schema.org"),
  "@type": z.literal("EducationEvent"),
  name: z.string().min(1),
  description: z.string().min(10),
  startDate: moment,
  endDate: moment,
  eventStatus: schemaUrl("EventScheduled", "EventCancelled"),
  eventAttendanceMode: schemaUrl(
    "OfflineEventAttendanceMode",
    "OnlineEventAttendanceMode",
    "MixedEventAttendanceMode",
  ),
  location: z.union([
    z.object({ "@type": z.literal("Place"), name: z.string().min(1), address: postal, geo: point }),
    z.array(z.object({ "@type": z.enum(["Place", "VirtualLocation"]) })).length(2),
  ]),
  organizer: z.object({ name: z.string().min(1), url: address }),
  offers: z.object({
    price: z.string().regex(/^\d+\.\d\d$/),
    priceCurrency: z.literal("EUR"),
    availability: schemaUrl("InStock", "LimitedAvailability", "SoldOut"),
    url: address,
  }),
  image: address,
});

for (const locale of LANGUAGES)
  test(
    `in ${locale}, every public page says what it is, where else it stands and what a shared link shows`,
    ONCE,
    async ({ request }) => {
      const session = (await (await request.get("/api/v1/sessions")).json()).items[0].id;
      const pages = [
        "",
        "/sessions",
        `/sessions/${session}`,
        "/spaces/hangar-k",
        "/book",
        "/about/privacy",
      ];
      const said = new Map<string, string>();
      for (const path of pages) {
        const page = await read(request, `/${locale}${path}`);
        expect(page.titles, path).toHaveLength(1);
        expect(page.titles[0], path).toContain("Trivium");
        expect(
          page.canonical.map((url) => new URL(url).pathname),
          path,
        ).toEqual([`/${locale}${path}`]);
        expect(page.languages, path).toEqual(["nl", "fr", "en", "x-default"]);
        const description = page.metas.get("description") ?? "";
        expect(description.length, description).toBeGreaterThan(40);
        expect(description.length, description).toBeLessThan(180);
        said.set(description, path);
        expect(page.metas.get("robots")).toBeUndefined();
        expect(page.icons).toEqual(["/favicon.ico", "/icon.svg", "/apple-touch-icon.png"]);
        expect(page.manifest).toEqual([`/manifest.webmanifest?in=${locale}`]);
        if (["/book", "/about/privacy"].includes(path)) continue;
        for (const name of [
          "og:title",
          "og:description",
          "og:url",
          "og:image",
          "og:image:alt",
          "og:locale",
        ])
          expect(page.metas.get(name), `${path} ${name}`).toBeTruthy();
        const picture = await request.get(new URL(page.metas.get("og:image") ?? "").pathname);
        expect(picture.headers()["content-type"]).toMatch(/^image\//);
        expect(page.data, path).toHaveLength(1);
      }
      expect(said.size, "each page has its own description").toBe(pages.length);
    },
  );

test("places and sessions stand in the words of schema.org", ONCE, async ({ request }) => {
  const spaces = (await (await request.get("/api/v1/spaces?page=2")).json()).items;
  for (const { slug, name } of spaces) {
    const { data } = await read(request, `/fr/spaces/${slug}`);
    expect(PLACE.parse(data[0]).name).toBe(name);
  }
  for (const { id } of (await (await request.get("/api/v1/sessions")).json()).items) {
    const [event] = (await read(request, `/en/sessions/${id}`)).data;
    EVENT.parse(event);
    // As roughly as the page says it: who counts places sees one person come.
    expect(event).not.toHaveProperty("remainingAttendeeCapacity");
  }
  const [network] = (await read(request, "/nl")).data;
  expect(network["@graph"].map((part: { "@type": string }) => part["@type"])).toEqual([
    "LibrarySystem",
    "WebSite",
  ]);
  const [programme] = (await read(request, "/nl/sessions")).data;
  expect(programme.itemListElement.length).toBeGreaterThan(0);
});

test("searches, and what is somebody's own, are left out", ONCE, async ({ request }) => {
  for (const path of [
    "/nl?day=2027-03-02&from=14:00&to=16:00&people=8",
    "/en/sessions?page=2",
    "/fr/sign-in",
  ]) {
    const { metas, languages } = await read(request, path);
    expect(metas.get("robots"), path).toContain("noindex");
    expect(languages, path).toEqual([]);
  }
  const missing = await (await request.get("/fr/spaces/none-such")).text();
  expect(missing).toMatch(/<title>[^<]* – Trivium<\/title>/);
  expect(missing).toContain("noindex");
  // Drawn by the server: whoever has no scripts reads it, in their language.
  expect(missing).toMatch(
    /<html lang="fr">.*<h1>Cette page n’existe pas<\/h1>.*href="\/fr\/sessions"/s,
  );
});

test(
  "the list of pages names every place and session to come, in each language",
  ONCE,
  async ({ request }) => {
    // Before the list itself: other journeys add places meanwhile.
    const { features } = await (await request.get("/api/v1/spaces.geojson")).json();
    const places = features.map(
      ({ properties }: { properties: { slug: string } }) => `/fr/spaces/${properties.slug}`,
    );
    expect(places.length).toBeGreaterThan(60);
    const robots = await (await request.get("/robots.txt")).text();
    const where = /^Sitemap: (.*)$/m.exec(robots)?.[1] ?? "";
    const answer = await request.get(new URL(where).pathname);
    expect(answer.headers()["content-type"]).toContain("application/xml");
    const xml = await answer.text();
    const pages = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, url = ""]) => new URL(url).pathname,
    );
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages).toEqual(expect.arrayContaining(places));
    expect(pages.filter((path) => path.startsWith("/nl/sessions/")).length).toBeGreaterThan(0);
    expect(xml.match(/hreflang="en"/g)).toHaveLength(pages.length);
    expect(pages.filter((path) => /\/(me|desk|admin|research|guest|sign-in)/.test(path))).toEqual(
      [],
    );
    for (const path of [pages[3], pages.at(-1)])
      expect((await request.get(path ?? "")).status()).toBe(200);
  },
);

test("it can be put among the programs of a phone", ONCE, async ({ request }) => {
  const MANIFEST = z.object({
    name: z.literal("Trivium"),
    short_name: z.string().max(12),
    start_url: z.literal("/fr"),
    scope: z.literal("/"),
    display: z.literal("standalone"),
    icons: z.array(
      z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string() }),
    ),
  });
  const answer = await request.get("/manifest.webmanifest?in=fr");
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const { icons } = MANIFEST.parse(await answer.json());
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]),
  );
  for (const { src, type, sizes } of icons) {
    const icon = await request.get(src);
    expect(icon.headers()["content-type"], src).toContain(type);
    // A PNG says its width at its 16th byte.
    if (type === "image/png")
      expect((await icon.body()).readUInt32BE(16), src).toBe(Number.parseInt(sizes, 10));
  }
  const favicon = await (await request.get("/favicon.ico")).body();
  expect([favicon.readUInt16LE(2), favicon.readUInt16LE(4)]).toEqual([1, 3]);
});
