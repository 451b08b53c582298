"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { askApi, isSignedOut } from "#components/api/ask.ts";
import { useRenewal } from "#components/ui/use-renewal.ts";
import type { SheetResponse } from "#lib/learning/attendance/operations.ts";
import type { SheetContents } from "#lib/learning/attendance/rules.ts";
import {
  answered,
  isUnsaved,
  lostConsent,
  merged,
  nextSave,
  openQueue,
  type Queue,
  type Saved,
} from "./sheet-queue.ts";
import { useKept } from "./use-kept.ts";

export type Outcome =
  | "untouched"
  | "saved"
  | "sending"
  | "waiting"
  | "signedOut"
  | { refused: string }
  | { partly: RefusedLine[] }
  | { theirs: Saved };

/** A part of the sheet that was not taken, and why, in the reader's language. */
export type RefusedLine = { id: string | null; message: string };

const RETRY_MS = 5_000;

/**
 * A sheet on this device: what is on the screen, and what became of saving it. It keeps what is not
 * saved yet without names, and sends it when the network is back; the same save may arrive twice
 * and counts once.
 */
export function useSheet(sessionId: string, saved: Saved, locale: string) {
  const [outcome, setOutcome] = useState<Outcome>("untouched");
  const [withdrawn, setWithdrawn] = useState(false);
  const { renew } = useRenewal();
  const busy = useRef(false);
  const beginAnew = useCallback(() => setOutcome("untouched"), []);
  const { queue, now, keep } = useKept(sessionId, () => openQueue(saved), beginAnew);

  const send = useCallback(
    async (requested: Queue) => {
      const next = nextSave(requested, () => crypto.randomUUID());
      keep(next);
      if (!next.sending || busy.current) return;
      busy.current = true;
      setOutcome("sending");
      const answer = await post(sessionId, next.sending, locale);
      busy.current = false;
      // Forgotten meanwhile: somebody signed out.
      if (now().sending !== next.sending) return;
      // It stays to be sent, as it is: with the network, or once they are signed in.
      if (answer === "waiting" || answer === "signedOut") return setOutcome(answer);
      const sheet = sheetIn(answer);
      if (sheet && lostConsent(next.saved, sheet)) setWithdrawn(true);
      // Whoever typed while it was under way keeps that.
      keep(settledBy(answer, now()));
      setOutcome(outcomeOf(answer));
      // What stands around the sheet, its history and its signature, speaks of what is saved.
      renew();
    },
    [keep, locale, now, renew, sessionId],
  );

  useEffect(() => {
    if (outcome === "sending" || outcome === "signedOut" || typeof outcome === "object") return;
    if (!(queue.sending || queue.wanted)) return;
    const again = () => void send(now());
    if (outcome !== "waiting") again();
    const timer = setInterval(again, RETRY_MS);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [now, outcome, queue, send]);

  return {
    contents: queue.contents,
    outcome,
    unsaved: isUnsaved(queue),
    withdrawn,
    change: (contents: SheetContents) => {
      if (outcome === "saved" || (typeof outcome === "object" && !("theirs" in outcome)))
        setOutcome("untouched");
      keep({ ...now(), contents });
    },
    save: () => void send({ ...now(), wanted: true }),
    refuse: (refused: string) => setOutcome({ refused }),
    merge: (theirs: Saved) => {
      setOutcome("untouched");
      void send(merged(now(), theirs));
    },
  };
}

type Answer = { saved: Saved; partly: RefusedLine[] } | { refused: string } | { theirs: Saved };
type Posted = Extract<Outcome, "waiting" | "signedOut"> | Answer;

/** The sheet as the server has it now; null where it did not say. */
function sheetIn(answer: Answer): Saved | null {
  if ("saved" in answer) return answer.saved;
  return "theirs" in answer ? answer.theirs : null;
}

function settledBy(answer: Answer, queue: Queue): Queue {
  if ("saved" in answer) return answered(queue, answer.saved);
  return { ...queue, sending: null, wanted: false };
}

function outcomeOf(answer: Answer): Outcome {
  if (!("saved" in answer)) return answer;
  return answer.partly.length > 0 ? { partly: answer.partly } : "saved";
}

async function post(sessionId: string, save: object, locale: string): Promise<Posted> {
  const address = `/api/v1/sessions/${sessionId}/attendance`;
  const reply = await askApi<SheetResponse>(address, { body: save, locale });
  if (reply.is === "away") return "waiting";
  if (isSignedOut(reply)) return "signedOut";
  if (reply.is === "answered") {
    const { refused = [], ...saved } = reply.body;
    return { saved, partly: refused };
  }
  const { title, sheet } = reply.problem;
  return sheet ? { theirs: sheet as Saved } : { refused: title };
}
