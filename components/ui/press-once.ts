import type { ButtonHTMLAttributes } from "react";

/**
 * What a button that is at work says and does: it keeps the focus, which a disabled one would lose,
 * and a second press does nothing.
 *
 * @param isWorking from the press until the answer
 */
export function pressOnce(isWorking: boolean): ButtonHTMLAttributes<HTMLButtonElement> {
  if (!isWorking) return {};
  return { "aria-disabled": true, "aria-busy": true, onClick: (press) => press.preventDefault() };
}

/**
 * What a button says and does that has nothing to do for now: it keeps the focus, which a disabled
 * one would lose, and a press does nothing.
 */
export function pressWhile(
  isPossible: boolean,
  press: () => void,
): ButtonHTMLAttributes<HTMLButtonElement> {
  if (isPossible) return { onClick: press };
  return { "aria-disabled": true, onClick: (pressed) => pressed.preventDefault() };
}
