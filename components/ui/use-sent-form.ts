import { useActionState } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { typedIn } from "#lib/foundation/platform/forms/typed-in.ts";

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
 * A form that a server action answers. Out of reach of the server, it says so and keeps what was
 * typed.
 */
export function useSentForm<State extends FormState>(
  action: Action<State>,
  start: Awaited<State>,
): SentState<State> {
  // Drawn by the server, the form has to know its action as it is: without scripts it is posted.
  return useActionState(typeof window === "undefined" ? action : orUnreached(action), start);
}

function orUnreached<State extends FormState>(action: Action<State>): Action<State> {
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (fault) {
      // What a browser throws when a request gets no answer; redirects and bugs travel on.
      if (!(fault instanceof TypeError)) throw fault;
      const message = UNREACHED[localeOf(document.documentElement.lang)];
      return { ...state, message, errors: {}, values: typedIn(form) };
    }
  };
}
