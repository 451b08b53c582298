import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { SignInAgain } from "./sign-in-again.tsx";

/** What stands above a form that was refused: the reason, and the way to sign in where it lacks. */
export function Refusal({ state: { message, signIn } }: { state: FormState }) {
  if (!message) return null;
  return (
    <>
      <p className="alert" role="alert">
        {message}
      </p>
      {signIn && <SignInAgain label={signIn} />}
    </>
  );
}
