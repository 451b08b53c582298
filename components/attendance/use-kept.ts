import { useCallback, useEffect, useRef, useState } from "react";
import { holdKept, takeUpLeft } from "./kept-sheets.ts";
import { isUnsaved, openQueue, type Queue } from "./sheet-queue.ts";

type Kept = {
  queue: Queue;
  now: () => Queue;
  keep: (next: Queue) => void;
};

/**
 * A sheet in this page. What the network has not got of it outlives the visit, that of each page by
 * itself; what others left is taken up once they are gone: of those that are there when the sheet is
 * opened, and whenever it comes back in sight.
 *
 * @param onForgotten hears that what was kept is gone: somebody signed out in another page
 */
export function useKept(sessionId: string, start: () => Queue, onForgotten: () => void): Kept {
  const [queue, show] = useState(start);
  const [isHeld, setHeld] = useState(false);
  const latest = useRef(queue);
  const own = useRef<string>(null);
  const now = useCallback(() => latest.current, []);
  const keep = useCallback((next: Queue) => {
    latest.current = next;
    show(next);
    if (own.current) keepUnsaved(own.current, next);
  }, []);

  useEffect(() => {
    const end = holdKept(sessionId, (key) => {
      own.current = key;
      setHeld(true);
    });
    return () => {
      own.current = null;
      setHeld(false);
      end();
    };
  }, [sessionId]);

  const isSending = queue.sending !== null;
  useEffect(() => {
    const { current } = own;
    if (!isHeld || isSending || !current) return;
    const begin = () => takeUpLeft(sessionId, { own: current, now, keep });
    let end = begin();
    const anew = () => {
      end();
      end = begin();
    };
    document.addEventListener("visibilitychange", anew);
    return () => {
      document.removeEventListener("visibilitychange", anew);
      end();
    };
  }, [isHeld, isSending, keep, now, sessionId]);

  useEffect(() => {
    const forget = ({ key, newValue }: StorageEvent) => {
      if (key === null || key !== own.current || newValue !== null) return;
      keep(openQueue(now().saved));
      onForgotten();
    };
    addEventListener("storage", forget);
    return () => removeEventListener("storage", forget);
  }, [keep, now, onForgotten]);

  return { queue, now, keep };
}

function keepUnsaved(key: string, queue: Queue): void {
  if (isUnsaved(queue) || queue.sending) localStorage.setItem(key, JSON.stringify(queue));
  else localStorage.removeItem(key);
}
