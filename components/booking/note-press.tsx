"use client";

import { useEffect, useRef } from "react";

/**
 * Keeps the key of the form around it in this browser when it is sent, so that a page that is opened
 * anew knows what became of it, whether its answer came or not.
 *
 * @property cookie as it is written, with the key in place of `#`
 */
export function NotePress({ cookie }: { cookie: string }) {
  const inside = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const form = inside.current?.form;
    const note = () => {
      const key = form && new FormData(form).get("key");
      if (key) {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser
        document.cookie = cookie.replace("#", String(key));
      }
    };
    form?.addEventListener("submit", note);
    return () => form?.removeEventListener("submit", note);
  }, [cookie]);
  return <input type="hidden" ref={inside} />;
}
