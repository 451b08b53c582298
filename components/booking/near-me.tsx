"use client";

import { useEffect, useState } from "react";

type Props = { words: { ask: string; asking: string; failed: string } };

/** About a kilometre: near enough to sort places by, and an address that is shared tells no house. */
const DECIMALS = 2;

/** Asks the device where it is, once somebody presses, and searches from there. */
export function NearMe({ words }: Props) {
  const [state, setState] = useState<"no script" | "ready" | "asking" | "failed">("no script");
  useEffect(() => setState("geolocation" in navigator ? "ready" : "no script"), []);
  if (state === "no script") return null;
  return (
    <div>
      <button
        type="button"
        className="button quiet"
        disabled={state === "asking"}
        onClick={({ currentTarget: { form } }) => {
          setState("asking");
          navigator.geolocation.getCurrentPosition(
            ({ coords }) => search(form, [coords.latitude, coords.longitude]),
            () => setState("failed"),
            { timeout: 10_000, maximumAge: 600_000 },
          );
        }}
      >
        {state === "asking" ? words.asking : words.ask}
      </button>
      {state === "failed" && (
        <p className="fault" role="alert">
          {words.failed}
        </p>
      )}
    </div>
  );
}

function search(form: HTMLFormElement | null, point: number[]): void {
  if (!form) return;
  const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  query.delete("town");
  query.delete("bbox");
  query.set("near", point.map((degrees) => degrees.toFixed(DECIMALS)).join());
  const address = new URL(form.getAttribute("action") ?? "", location.href);
  address.search = query.toString();
  location.assign(address);
}
