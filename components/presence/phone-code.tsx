"use client";

import { GRACE_SECONDS } from "#lib/learning/visits/rules.ts";

type Props = {
  code: { digits: string; until: string; address: string; qr: string };
  /** The service's clock, in milliseconds: a tablet's may be wrong. */
  now: number;
  away: boolean;
  words: Record<"phone" | "phoneHint" | "phoneQr" | "phoneAway", string>;
};

/** The code for people's own phones. One that is over is not shown: it would be refused. */
export function PhoneCode({ code, now, away, words }: Props) {
  const isOver = now >= Date.parse(code.until) + GRACE_SECONDS * 1000;
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
