import { expect, type Page } from "@playwright/test";
import { LANGUAGES, type Language } from "./people.ts";

/** As our formatters write (lib/foundation/i18n/format.ts). */
const TAGS: Record<Language, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };

/** Ways of writing a moment that are nobody's here, in whichever language. */
const MOMENTS: [string, RegExp][] = [
  ["a clock of twelve hours", /\d\s?[ap]\.?\s?m\b/i],
  ["the month before the day", /\b(0?[1-9]|1[0-2])[/-](1[3-9]|2\d|3[01])[/-](19|20)?\d\d\b/],
  ["a day as machines write it", /\b(19|20)\d\d-(0[1-9]|1[0-2])(-[0-3]\d)?\b/],
];

const RULES = {
  /** Examples of what machines read and write. */
  forMachines: "script, noscript, style, template, code, pre, textarea",
  /** Titles, names and sentences that somebody wrote, in a language that we may not know. */
  ofOthers: "cite, bdi",
  targets: "a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button]",
  /** Where a pin stands is essential: the exception of WCAG 2.5.8 made for maps. */
  pins: ".geo, .leaflet-map-pane",
  /** In px, each way: for whoever learns or visits, and for staff (docs/accessibility.md). */
  leastTarget: { learner: 44, staff: 24 },
  /** In px. */
  smallestText: 12,
};

/**
 * What we promise of each page beside what axe asks: moments in the reader's words and order,
 * headings in order, targets that a thumb finds, letters that can be read, a name for each page,
 * picture and field. All that is broken is said at once.
 */
export async function expectOurRules(page: Page, name = page.url()) {
  const locale = (await page.locator("html").getAttribute("lang")) as Language;
  const moments = [...MOMENTS, ["a name of another language", foreignNames(locale)]] as const;
  expect(await page.evaluate(faultsOfPage, { ...RULES, moments }), name).toEqual([]);
}

/** The names of days and months; those of two to four letters say one only beside a number. */
function namesIn(locale: Language) {
  const names = (unit: "month" | "weekday", width: "long" | "short", count: number) =>
    Array.from({ length: count }, (_, at) =>
      new Intl.DateTimeFormat(TAGS[locale], { [unit]: width, timeZone: "UTC" })
        // Both the months and the days of a week: 2024 began on a Monday.
        .format(Date.UTC(2024, unit === "month" ? at : 0, unit === "month" ? 1 : at + 1))
        .toLowerCase()
        .replace(".", ""),
    );
  return {
    long: [...names("month", "long", 12), ...names("weekday", "long", 7)],
    months: names("month", "short", 12),
    weekdays: names("weekday", "short", 7),
  };
}

/** Finds "mardi" and "3 août", but on a page in French. */
function foreignNames(locale: Language): RegExp {
  const own = Object.values(namesIn(locale)).flat();
  const others = LANGUAGES.filter((other) => other !== locale).map(namesIn);
  const foreign = (kind: "long" | "months" | "weekdays") =>
    others
      .flatMap((names) => names[kind])
      .filter((name) => !own.includes(name))
      .join("|");
  return new RegExp(
    [
      `(?<!\\p{L})(?:${foreign("long")})(?!\\p{L})`,
      `(?<!\\p{L})\\d{1,2} (?:${foreign("months")})(?!\\p{L})`,
      `(?<!\\p{L})(?:${foreign("weekdays")})\\.? \\d{1,2} (?:${own.join("|")})(?!\\p{L})`,
    ].join("|"),
    "iu",
  );
}

/** Runs in the browser: it knows what it is handed, and the page. */
function faultsOfPage(
  rules: typeof RULES & { moments: readonly (readonly [string, RegExp])[] },
): string[] {
  const faults = new Set<string>();
  const all = [...document.body.querySelectorAll<HTMLElement>("*")];
  const named = (element: Element) =>
    `${element.localName}.${element.getAttribute("class") ?? ""} “${(
      element.textContent ||
      (element.getAttribute("name") ?? "")
    )
      .trim()
      .slice(0, 60)}”`;

  const seeMoments = (text: string, isOfPage: boolean, where: string) => {
    for (const [fault, pattern] of rules.moments.slice(0, isOfPage ? undefined : -1)) {
      const found = pattern.exec(text)?.[0];
      if (found) faults.add(`${fault}, “${found}”: ${where}`);
    }
  };
  const ownText = (element: Element) =>
    [...element.childNodes]
      .filter((node) => node instanceof Text)
      .map(({ data }) => data)
      .join("");
  const lettersOf = (element: Element) => {
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    return element instanceof SVGGraphicsElement ? size * (element.getScreenCTM()?.a ?? 1) : size;
  };
  seeMoments(document.title, true, "title");
  if (!document.title.trim()) faults.add("no title");
  for (const element of all) {
    if (element.closest(rules.forMachines)) continue;
    const isOfPage =
      element.closest("[lang]") === document.documentElement && !element.closest(rules.ofOthers);
    const said = ["aria-label", "alt", "title", "placeholder", "value"]
      .filter((name) => name !== "value" || element.matches("input:not([type=hidden])"))
      .map((name) =>
        name === "value" ? (element as HTMLInputElement).value : element.getAttribute(name),
      );
    const text = ownText(element).trim();
    for (const words of [text, ...said]) if (words) seeMoments(words, isOfPage, named(element));
    const size = text && element.checkVisibility() ? lettersOf(element) : 0;
    // Without any size it is read aloud, and not seen.
    if (size > 0 && size < rules.smallestText)
      faults.add(`letters of ${size.toFixed(1)} px: ${named(element)}`);
  }

  let level = 0;
  const headings = all.filter((one) => /^h[1-6]$/.test(one.localName) && one.checkVisibility());
  for (const heading of headings) {
    const next = Number(heading.localName.slice(1));
    if (next > level + 1) faults.add(`a level is skipped before ${named(heading)}`);
    level = next;
  }
  const first = headings.filter(({ localName }) => localName === "h1").length;
  if (first !== 1) faults.add(`${first} headings of the first level`);

  // A link among other words: as high as its line.
  const isInSentence = (element: Element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (block && /^(inline|contents)$/.test(getComputedStyle(block).display))
      block = block.parentElement;
    const links = [...(block?.querySelectorAll("a, button") ?? [])];
    const length = (one: Element | null) =>
      one?.textContent?.replace(/[^\p{L}\d]/gu, "").length ?? 0;
    return length(block) - links.reduce((sum, link) => sum + length(link), 0) > 1;
  };
  // What can be pressed: itself, its label, and what it lays over its surroundings.
  const areaOf = (element: HTMLElement) => {
    const isTick = element.matches("[type=checkbox], [type=radio], [type=file]");
    const labels = [...((element as HTMLInputElement).labels ?? [])];
    const boxes = [element, ...labels.filter((one) => isTick || one.contains(element))].map((one) =>
      one.getBoundingClientRect(),
    );
    const over = getComputedStyle(element, "::after");
    const isLaid = over.position === "absolute" && over.content !== "none";
    const most = (side: "left" | "top" | "right" | "bottom") =>
      Math.max(...boxes.map((box) => box[side]));
    const first = (side: "left" | "top") => Math.min(...boxes.map((box) => box[side]));
    return [
      Math.max(most("right") - first("left"), isLaid ? Number.parseFloat(over.width) : 0),
      Math.max(most("bottom") - first("top"), isLaid ? Number.parseFloat(over.height) : 0),
    ];
  };
  const least = rules.leastTarget[document.body.classList.contains("staff") ? "staff" : "learner"];
  for (const target of document.querySelectorAll<HTMLElement>(rules.targets)) {
    if (!target.checkVisibility({ visibilityProperty: true })) continue;
    if (target.closest(rules.pins) || isInSentence(target)) continue;
    // Neither a thumb nor a key finds it.
    if (target.closest("[aria-hidden=true]")) continue;
    const area = areaOf(target);
    // Parts of a pixel come from letters.
    if (Math.min(...area) < least - 0.5)
      faults.add(`to press, ${area.map(Math.round).join(" × ")} px: ${named(target)}`);
  }

  for (const image of document.querySelectorAll("img:not([alt])"))
    faults.add(`no words for the picture ${image.getAttribute("src")}`);
  for (const field of document.querySelectorAll<HTMLInputElement>(
    "input:not([type=hidden]), select, textarea",
  ))
    if (!field.labels?.length && !field.ariaLabel && !field.getAttribute("aria-labelledby"))
      faults.add(`no label: ${named(field)}`);
  return [...faults];
}
