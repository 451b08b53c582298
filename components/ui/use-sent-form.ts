import { useActionState } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { typedIn } from "#lib/foundation/platform/forms/typed-in.ts";

/** A line that says nothing for so long does not carry an answer any more. */
const PATIENCE_MS = 60_000;

/** Carried by the script: the server that would have said it is out of reach. */
const UNREACHED = {
  nl: "Geen verbinding. Alles wat je invulde staat er nog. Probeer straks opnieuw.",
  fr: "Pas de connexion. Tout ce que vous avez écrit est gardé. Réessayez plus tard.",
  en: "No connection. All that you filled in is still here. Try again later.",
};

type Action<State> = (state: Awaited<State>, form: FormData) => Promise<State>;

/** The state of a form, how to send it, and whether it is on its way. */
export type SentState<State extends FormState> = [
  Awaited<State>,
  (form: FormData) => void,
  boolean,
];

/**
 * A form that a server action answers. Out of reach of the server, or answered by something that
 * stands before it, it says so and keeps what was typed.
 */
export function useSentForm<State extends FormState>(
  action: Action<State>,
  start: Awaited<State>,
): SentState<State> {
  // Drawn by the server, the form has to know its action as it is: without scripts it is posted.
  return useActionState(typeof window === "undefined" ? action : orUnreached(action), start);
}

/** The action, answered with a refusal in words where its own answer does not come. */
export function orUnreached<State extends FormState>(action: Action<State>): Action<State> {
  return async (state, form) => {
    try {
      return await inTime(action(state, form), form);
    } catch (fault) {
      // What the server throws has a digest: redirects and bugs travel on. The rest came on the way:
      // no answer, half of one, or the page of a proxy that did not reach the server.
      if (!(fault instanceof Error) || "digest" in fault) throw fault;
      const message = UNREACHED[localeOf(document.documentElement.lang)];
      return { ...state, message, errors: {}, values: typedIn(form) };
    }
  };
}

/**
 * @throws Error when it has not come in time. A file takes as long as it takes. An answer that comes
 *   later still leads where it leads.
 */
function inTime<Answer>(answer: Promise<Answer>, form: FormData): Promise<Answer> {
  if ([...form.values()].some((value) => value instanceof File && value.size > 0)) return answer;
  let late: ReturnType<typeof setTimeout>;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(late));
}
