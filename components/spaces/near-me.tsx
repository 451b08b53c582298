"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { countryAt } from "#components/map/away.ts";
import { type Country, hereNow, onHere, setHere } from "#components/map/here.ts";
import { Icon } from "#components/ui/icon.tsx";
import { pressOnce } from "#components/ui/press-once.ts";

/** A commune with places, and the middle of these. */
export type Commune = { name: string; lat: number; lon: number; country: Country };

export type NearWords = Record<
  | "ask"
  | "asking"
  | "denied"
  | "unavailable"
  | "sorted"
  | "sortedFrom"
  | "commune"
  | "choose"
  | "stop",
  string
>;

type State =
  | { is: "ready" | "asking" | "device" }
  | { is: "failed"; why: "denied" | "unavailable" }
  | { is: "commune"; name: string };

/**
 * That somebody wants it, not where they are: the device is asked again on the next page, if it may
 * be.
 */
const WANTED = "near-me";
const PATIENCE_MS = 10_000;
const AGE_MS = 600_000;

/**
 * Sorts the places on the page by how far they are. Where the device is stays in the page: no
 * address and no request carries it. Whoever will not say it, or whose device cannot, chooses a
 * commune.
 */
export function NearMe({ communes, words }: { communes: Commune[]; words: NearWords }) {
  const [hasScript, setHasScript] = useState(false);
  const [state, setState] = useState<State>({ is: "ready" });
  const here = useSyncExternalStore(onHere, hereNow, () => null);

  const ask = () => {
    if (!("geolocation" in navigator)) return setState({ is: "failed", why: "unavailable" });
    setState({ is: "asking" });
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon } }) => {
        setHere({ lat, lon, country: sideOf({ lat, lon }) });
        setState({ is: "device" });
        sessionStorage.setItem(WANTED, "yes");
      },
      ({ code, PERMISSION_DENIED }) =>
        setState({ is: "failed", why: code === PERMISSION_DENIED ? "denied" : "unavailable" }),
      { timeout: PATIENCE_MS, maximumAge: AGE_MS },
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page opens
  useEffect(() => {
    setHasScript(true);
    if (sessionStorage.getItem(WANTED) !== null && "permissions" in navigator)
      navigator.permissions.query({ name: "geolocation" }).then(
        (permission) => permission.state === "granted" && ask(),
        () => {},
      );
    return () => setHere(null);
  }, []);
  const stop = () => {
    sessionStorage.removeItem(WANTED);
    setHere(null);
    setState({ is: "ready" });
  };
  if (state.is === "ready" || state.is === "asking")
    return (
      <button
        type="button"
        // Its room is kept until scripts are there: nothing moves when it comes.
        className={hasScript ? "chip" : "chip waits"}
        onClick={ask}
        data-near-me
        {...pressOnce(state.is === "asking")}
      >
        {state.is === "asking" ? words.asking : words.ask}
      </button>
    );
  return (
    <div className="near-me">
      <p role={state.is === "failed" ? "alert" : "status"}>
        {state.is === "failed"
          ? words[state.why]
          : state.is === "commune"
            ? words.sortedFrom.replace("{commune}", state.name)
            : words.sorted}
      </p>
      <label>
        {words.commune}
        <select
          value={state.is === "commune" ? state.name : ""}
          onChange={({ target: { value } }) => {
            const commune = communes.find(({ name }) => name === value);
            if (!commune) return;
            sessionStorage.removeItem(WANTED);
            setHere(commune);
            setState({ is: "commune", name: commune.name });
          }}
        >
          <option value="">{words.choose}</option>
          {communes.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="button" className="chip" onClick={here ? stop : ask}>
        <Icon name={here ? "cross" : "pin"} />
        {here ? words.stop : words.ask}
      </button>
    </div>
  );
}

/** The side of the border, read off the land of the map that is on the page. */
function sideOf(point: { lat: number; lon: number }): Country | null {
  const land = document.querySelector(".map .land");
  const canvas = document.createElement("canvas").getContext("2d");
  const outlines = new Map(
    ["vlaanderen", "hauts-de-france", "wallonie"].map((region) => [
      region,
      land?.querySelector(`.${region}`)?.getAttribute("d") ?? "",
    ]),
  );
  return countryAt(
    point,
    [...outlines.keys()],
    (region, x, y) => canvas?.isPointInPath(new Path2D(outlines.get(region)), x, y) ?? false,
  );
}
