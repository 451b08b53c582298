"use client";

import { useEffect, useState } from "react";

type Props = {
  code: { digits: string; until: string; address: string; qr: string };
  away: boolean;
  words: Record<"phone" | "phoneHint" | "phoneQr" | "phoneAway", string>;
};

/** A code stays good for a minute after its own. */
const GRACE_MS = 60_000;

/** The code for people's own phones. One that is over is not shown: it would be refused. */
export function PhoneCode({ code, away, words }: Props) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const left = Date.parse(code.until) + GRACE_MS - Date.now();
    setOver(left <= 0);
    const timer = setTimeout(() => setOver(true), left);
    return () => clearTimeout(timer);
  }, [code.until]);
  return (
    <section className="kiosk-phone">
      <h2>{words.phone}</h2>
      {away || isOver ? (
        <p>{words.phoneAway}</p>
      ) : (
        <div className="row">
          {/* biome-ignore lint/performance/noImgElement: drawn by us and carried in the page */}
          <img className="qr" src={code.qr} alt={words.phoneQr} width={148} height={148} />
          <div>
            <p>{words.phoneHint}</p>
            <p className="kiosk-digits">{code.digits}</p>
            <p className="fact">{code.address}</p>
          </div>
        </div>
      )}
    </section>
  );
}
