import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { type Outcome, toneOf } from "#lib/learning/visits/rules.ts";
import type { Reach, VisitResult } from "./kiosk-queue.ts";
import type { Mode, Tone } from "./kiosk-state.ts";

export type KioskWords = (typeof MESSAGES)["en"]["presence"]["kiosk"];

/** What there is to do now, in each language. */
export function promptsIn(words: Record<Locale, KioskWords>, mode: Mode): Record<Locale, string> {
  const prompt = (locale: Locale) => words[locale].prompts[mode];
  return Object.fromEntries(LOCALES.map((locale) => [locale, prompt(locale)])) as Record<
    Locale,
    string
  >;
}

/** Whether the tablet is heard, and how many events it still keeps. */
export function reachOf(reach: Reach | "unasked", waiting: number, t: KioskWords): string {
  const kept = (sentence: string) => (waiting > 0 ? sentence.replace("#", String(waiting)) : "");
  const state = {
    unasked: [waiting === 0 ? t.checking : "", kept(t.waiting)],
    ended: [t.ended, kept(t.endedKept)],
    away: [t.offline, kept(t.waiting)],
    later: [waiting === 0 ? t.online : "", kept(t.waiting)],
    sent: [waiting === 0 ? t.online : "", kept(t.waiting)],
  };
  return state[reach].filter(Boolean).join(" ");
}

/** What the service said of a visit, in words; null is a card that it refused. */
export function answerTo(
  result: VisitResult | null,
  locale: Locale,
  t: KioskWords,
): { tone: Tone; sentences: string[] } {
  if (result === null) return { tone: "bad", sentences: [t.refused] };
  const outcome = result.outcome as Outcome;
  const session = result.session && (result.session[locale] ?? Object.values(result.session)[0]);
  return {
    tone: toneOf(outcome),
    sentences: [
      t.outcomes[outcome],
      ...(result.leftElsewhere ? [t.leftElsewhere] : []),
      ...(session ? [t.session.replace("#", session)] : []),
    ],
  };
}
