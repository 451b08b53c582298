"use client";

import L from "leaflet";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import "./leaflet.css";
import { useEffect, useRef, useState } from "react";
import { askApi } from "#components/api/ask.ts";
import { type Live, NETWORK, watchOccupancy } from "#components/occupancy/live.ts";
import type { Here } from "./here.ts";
import {
  areaOf,
  LEAST_ZOOM,
  type Mark,
  marksOf,
  SPREAD_ZOOM,
  type Spot,
  type View,
} from "./layout.ts";
import { pointAt } from "./mercator.ts";
import { namedByTown, townIn } from "./towns.ts";

type Words = Record<
  | "open"
  | "failed"
  | "searchHere"
  | "zoomIn"
  | "zoomOut"
  | "placesIn"
  | "here"
  | "move"
  | "closePlace",
  string
> & {
  precision: Record<string, string>;
  kinds: Record<string, string>;
  now: Record<NonNullable<Live["band"]>, string>;
};

type Place = Spot & { kind?: string; precision?: string; href?: string };

export type LiveProps = {
  locale: Locale;
  words: Words;
  tilesUrl: string;
  /**
   * The address of a list to which a part of the map can be added; null where there is no list
   * beside it.
   */
  searchHere: string | null;
  /** What that part of the address is called. */
  areaName: string;
  /** The places that the list has, by slug; all of them when null. */
  slugs: string[] | null;
  /**
   * Where the server counts the places of a part of the map, with the question of the list; left
   * out where all are few.
   */
  countedAt?: string;
  start: View;
  /** Regions and borders, as the server drew them. */
  land: SVGElement;
  /** What overlays lead to, as the server drew them. */
  links: SVGElement[];
  streets: boolean;
  /** Whether a button was pressed for it, which is gone by now: the map takes its focus. */
  isAsked: boolean;
  /** Where somebody looks from: it is shown here, and sent nowhere. */
  here: Here | null;
};

const CLOSEST_ZOOM = 17;
const EXACT = ["building", "address"];
/** The part of the drawing that has land, in its pixels. */
const LAND_SIZE = { width: 1400, height: 850 };

/** The map that moves, with the places of the list. Other servers are asked only for streets. */
export default function LiveMap({
  locale,
  words,
  tilesUrl,
  searchHere,
  areaName,
  slugs,
  countedAt,
  start,
  land,
  links,
  streets,
  isAsked,
  here,
}: LiveProps) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const first = useRef({
    locale,
    words,
    slugs,
    countedAt,
    start,
    land,
    links,
    searchHere,
    isAsked,
  });
  const [state, setState] = useState<"drawing" | "drawn" | "failed">("drawing");

  useEffect(() => {
    if (!box.current) return;
    const { start: view, land: drawing, links: squares, ...options } = first.current;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const live = L.map(box.current, {
      center: [view.centre.lat, view.centre.lon],
      zoom: view.zoom,
      minZoom: LEAST_ZOOM,
      maxZoom: CLOSEST_ZOOM,
      // It begins exactly where the drawing stood, and goes on in whole steps.
      zoomSnap: 0,
      zoomControl: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
    });
    map.current = live;
    L.control
      .zoom({
        position: "bottomright",
        zoomInTitle: options.words.zoomIn,
        zoomOutTitle: options.words.zoomOut,
      })
      .addTo(live);
    live.attributionControl.setPrefix(false);
    if (options.isAsked) box.current.focus({ preventScroll: true });
    layLand(live, drawing);
    for (const square of squares) putLink(live, square);
    // Leaflet hears Escape only while the map itself has the focus, and not its popup.
    box.current.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") live.closePopup();
    });
    // Pressed closer or further, it begins elsewhere than the drawing stood.
    const keep = () => options.searchHere !== null && keepInAddress(live);
    keep();
    live.on("moveend", keep);
    const gone = new AbortController();
    let leave = () => {};
    fill(live, options, gone.signal)
      .then((hear) => {
        setState("drawn");
        if (!gone.signal.aborted) leave = watchOccupancy(NETWORK, hear);
      })
      .catch(() => {
        if (!gone.signal.aborted) setState("failed");
      });
    return () => {
      gone.abort();
      leave();
      live.remove();
    };
  }, []);

  useEffect(() => {
    if (!here || !map.current) return;
    const mark = L.marker([here.lat, here.lon], {
      icon: L.divIcon({ className: "here", iconSize: [32, 32] }),
      interactive: false,
      keyboard: false,
      alt: words.here,
    }).addTo(map.current);
    mark.getElement()?.setAttribute("role", "img");
    mark.getElement()?.setAttribute("aria-label", words.here);
    return () => {
      mark.remove();
    };
  }, [here, words.here]);

  useEffect(() => {
    if (!streets || !map.current) return;
    const tiles = L.tileLayer(tilesUrl, {
      attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
    }).addTo(map.current);
    return () => {
      tiles.remove();
    };
  }, [streets, tilesUrl]);

  return (
    <>
      {state === "failed" && (
        <p className="alert" role="alert">
          {words.failed}
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a map is no set of fields */}
      <div
        className="live"
        data-state={streets ? "detailed" : state}
        ref={box}
        role="group"
        aria-label={words.move}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved with the arrow keys
        tabIndex={0}
      />
      {searchHere !== null && (
        <button
          type="button"
          className="button search-here"
          onClick={() => {
            if (map.current) location.assign(`${searchHere}&${areaName}=${shownIn(map.current)}`);
          }}
        >
          {words.searchHere}
        </button>
      )}
    </>
  );
}

/** `west,south,east,north` in degrees, to about a hundred metres. */
function shownIn(map: L.Map): string {
  const shown = map.getBounds();
  return [shown.getWest(), shown.getSouth(), shown.getEast(), shown.getNorth()]
    .map((degrees) => degrees.toFixed(3))
    .join();
}

/** Whoever gets the address sees the same part of the map, drawn. */
function keepInAddress(map: L.Map): void {
  const { lat, lng } = map.getCenter();
  const address = new URL(location.href);
  address.searchParams.set("at", `${map.getZoom().toFixed(2)},${lat.toFixed(4)},${lng.toFixed(4)}`);
  history.replaceState(history.state, "", address);
}

/** The land, and over it what else the drawing shows. */
function layLand(map: L.Map, land: SVGElement): void {
  const overlays = land.querySelector(".overlays");
  overlays?.remove();
  // Under the tiles of streets, which then cover it.
  lay(map, "land", land);
  if (overlays) lay(map, "overlays", overlays);
}

function lay(map: L.Map, pane: "land" | "overlays", drawing: Element): void {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${LAND_SIZE.width} ${LAND_SIZE.height}`);
  svg.setAttribute("class", "geo");
  svg.append(drawing);
  const [from, to] = [
    pointAt({ x: 0, y: LAND_SIZE.height }),
    pointAt({ x: LAND_SIZE.width, y: 0 }),
  ];
  const bounds = L.latLngBounds([from.lat, from.lon], [to.lat, to.lon]);
  map.createPane(pane).classList.add(`${pane}-pane`);
  L.svgOverlay(svg, bounds, { pane, interactive: false }).addTo(map);
}

/** A square beside the places, which leads where the drawn one did. */
function putLink(map: L.Map, drawn: SVGElement): void {
  const [lat = 0, lon = 0] = drawn.dataset.at?.split(",").map(Number) ?? [];
  const name = drawn.getAttribute("aria-label") ?? "";
  const tone = [...drawn.classList].filter((one) => one.startsWith("tone-")).join(" ");
  const square = L.marker([lat, lon], {
    icon: L.divIcon({
      className: `overlay-link ${tone}`,
      iconSize: [14, 14],
      iconAnchor: [-13, -13],
    }),
    title: name,
  }).addTo(map);
  square.getElement()?.setAttribute("aria-label", name);
  square.getElement()?.setAttribute("role", "link");
  square.on("click", () => location.assign(drawn.getAttribute("href") ?? "#"));
}

type LiveOptions = Pick<LiveProps, "locale" | "words" | "slugs" | "countedAt">;

/** Marks the places, again after each change of zoom. @returns what hears how busy they are */
async function fill(
  map: L.Map,
  { locale, words, slugs, countedAt }: LiveOptions,
  signal: AbortSignal,
): Promise<(latest: Live[]) => void> {
  const load = () => (countedAt ? countedOf(map, countedAt, signal) : placesOf(slugs, signal));
  let places = await load();
  const bands = new Map<string, Live["band"]>();
  const layer = L.layerGroup().addTo(map);
  let shown: { mark: Mark<Place>; marker: L.Marker }[] = [];
  const draw = () => {
    const zoom = map.getZoom();
    const marks = marksOf(
      places,
      ({ lat, lon }) => map.project([lat, lon], zoom),
      zoom >= SPREAD_ZOOM,
    );
    layer.clearLayers();
    shown = marks.map((mark) => {
      const at = map.unproject([mark.x, mark.y], zoom);
      const [place, ...more] = mark.spots;
      const marker =
        place && mark.count === 1 && more.length === 0
          ? dotOf(place, at, locale, words, () => bands.get(place.slug) ?? null)
          : groupOf(map, mark, at, locale, words);
      const point = place && L.latLng(place.lat, place.lon);
      if (place && point && zoom >= SPREAD_ZOOM && !point.equals(at, 1e-5))
        L.polyline([point, at], { interactive: false, className: "leg" }).addTo(layer);
      return { mark, marker: marker.addTo(layer) };
    });
    for (const { mark, marker } of shown) notify(mark, marker, bands, locale, words);
  };
  draw();
  if (countedAt) {
    let asked = 0;
    map.on("moveend", async () => {
      asked += 1;
      const number = asked;
      // What comes late of an earlier part is no longer looked at; without an answer the last
      // counts stay.
      const found = await load().catch(() => null);
      if (!found || number !== asked || signal.aborted) return;
      places = found;
      draw();
    });
  } else map.on("zoomend", draw);
  return (latest) => {
    for (const { space, band } of latest) bands.set(space, band);
    for (const { mark, marker } of shown) notify(mark, marker, bands, locale, words);
  };
}

async function placesOf(slugs: string[] | null, signal: AbortSignal): Promise<Place[]> {
  const { features } = await bodyOf<{
    features: {
      properties: Omit<Place, "lat" | "lon">;
      geometry: { coordinates: [number, number] };
    }[];
  }>("/api/v1/spaces.geojson", signal);
  const wanted = slugs && new Set(slugs);
  return features
    .map(({ properties, geometry: { coordinates } }) => ({
      ...properties,
      lon: coordinates[0],
      lat: coordinates[1],
    }))
    .filter(({ slug }) => !wanted || wanted.has(slug));
}

/** What the server counts in the part of the map that is looked at. */
async function countedOf(map: L.Map, address: string, signal: AbortSignal): Promise<Place[]> {
  const at = new URL(address, location.href);
  at.searchParams.set("bbox", shownIn(map));
  at.searchParams.set("zoom", map.getZoom().toFixed(1));
  return namedByTown((await bodyOf<{ items: Place[] }>(at, signal)).items);
}

/** @throws Error when there is no answer: the map stays as it is */
async function bodyOf<T>(address: string | URL, signal: AbortSignal): Promise<T> {
  const reply = await askApi<T>(address, { signal });
  if (reply.is === "answered") return reply.body;
  throw new Error(reply.is === "refused" ? `${reply.status}` : "away");
}

/** Says on a dot how busy its place is: in marks to see, and in words. */
function notify(
  { spots: [place, ...more] }: Mark<Place>,
  marker: L.Marker,
  bands: Map<string, Live["band"]>,
  locale: Locale,
  words: Words,
): void {
  const dot = marker.getElement();
  if (!dot || !place || more.length > 0 || place.count) return;
  const band = bands.get(place.slug) ?? null;
  dot.setAttribute("aria-label", labelOf(place, band, locale, words));
  if (band) dot.setAttribute("data-band", band);
  else dot.removeAttribute("data-band");
}

function labelOf({ name, city }: Place, band: Live["band"], locale: Locale, words: Words): string {
  const where = `${isolated(name)}, ${isolated(townIn(locale, city))}`;
  return [where, ...(band ? [words.now[band]] : [])].join(". ");
}

/** Several places under their count: a press shows them apart. */
function groupOf(
  map: L.Map,
  mark: Mark<Place>,
  at: L.LatLng,
  locale: Locale,
  words: Words,
): L.Marker {
  const size = 2 * mark.radius;
  const group = L.marker(at, {
    icon: L.divIcon({
      className: `group ${mark.region ?? "mixed"}`,
      html: String(mark.count),
      iconSize: [size, size],
    }),
  });
  group.on("add", () => {
    const button = group.getElement();
    button?.setAttribute(
      "aria-label",
      words.placesIn
        .replace("{town}", townIn(locale, mark.town))
        .replace("{count}", String(mark.count)),
    );
    button?.setAttribute("data-slugs", mark.spots.map(({ slug }) => slug).join(" "));
  });
  group.on("click", () => {
    const { west, south, east, north } = areaOf(mark.spots);
    const closer = map.getBoundsZoom([
      [south, west],
      [north, east],
    ]);
    map.setView(
      [(south + north) / 2, (west + east) / 2],
      Math.max(Math.floor(closer), map.getZoom() + 1),
    );
  });
  return group;
}

/**
 * A dot with its name for whoever cannot see it; Enter opens what it says, Escape closes it again.
 */
function dotOf(
  place: Place,
  at: L.LatLng,
  locale: Locale,
  words: Words,
  bandNow: () => Live["band"],
): L.Marker {
  const { slug, name, city, kind, region, precision } = place;
  const isExact = precision === undefined || EXACT.includes(precision);
  const dot = L.marker(at, {
    icon: L.divIcon({
      className: `dot ${region ?? "mixed"}${isExact ? "" : " approximate"}`,
      iconSize: [24, 24],
    }),
  });
  dot.on("add", () => {
    dot.getElement()?.setAttribute("aria-label", labelOf(place, bandNow(), locale, words));
    dot.getElement()?.setAttribute("data-slugs", slug);
  });
  dot.bindPopup(() => {
    const content = document.createElement("div");
    const add = (tag: "strong" | "p", text: string) => {
      const part = document.createElement(tag);
      part.textContent = text;
      content.append(part);
    };
    add("strong", name);
    add(
      "p",
      [townIn(locale, city), kind && (words.kinds[kind] ?? kind)].filter(Boolean).join(" · "),
    );
    const band = bandNow();
    if (band) add("p", words.now[band]);
    if (precision) add("p", words.precision[precision] ?? "");
    const link = document.createElement("a");
    link.href = `/${locale}${place.href ?? `/spaces/${slug}`}`;
    link.textContent = words.open;
    content.append(link);
    return content;
  });
  dot.on("popupopen", () => {
    const popup = dot.getPopup()?.getElement();
    popup
      ?.querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", words.closePlace);
    popup?.querySelector<HTMLElement>("a[href^='/']")?.focus();
  });
  dot.on("popupclose", () => dot.getElement()?.focus());
  return dot;
}
