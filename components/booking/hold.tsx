"use client";

import { useEffect, useState } from "react";

type Props = {
  /** The wish, as the API takes it. */
  input: Record<string, unknown>;
  words: { kept: string; taken: string };
  timeZone: string;
  locale: string;
};

/**
 * Keeps the room while its reader decides, and says until when. Without JavaScript nothing is kept,
 * and nothing promised.
 */
export function Hold({ input, words, timeZone, locale }: Props) {
  const [said, setSaid] = useState("");
  const body = JSON.stringify(input);
  useEffect(() => {
    const asking = new AbortController();
    fetch("/api/v1/holds", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: asking.signal,
    })
      .then(async (answer) => {
        if (answer.status === 409) return setSaid(words.taken);
        if (!answer.ok) return;
        const { expiresAt } = await answer.json();
        const time = new Date(expiresAt).toLocaleTimeString(locale, {
          timeZone,
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        });
        setSaid(words.kept.replace("TIME", time));
      })
      .catch(() => {});
    return () => asking.abort();
  }, [body, words.kept, words.taken, timeZone, locale]);
  return (
    <p className="fact" role="status">
      {said}
    </p>
  );
}
