import type { ButtonHTMLAttributes } from "react";

/**
 * What a button that is at work says and does: it keeps the focus, which a disabled one would lose,
 * and a second press does nothing.
 *
 * @param isWorking from the press until the answer
 */
export function pressOnce(isWorking: boolean): ButtonHTMLAttributes<HTMLButtonElement> {
  if (!isWorking) return {};
  return { "aria-disabled": true, onClick: (press) => press.preventDefault() };
}
