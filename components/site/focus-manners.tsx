"use client";

import { useEffect } from "react";

/** What can have the focus. */
const PRESSED = "button, a[href], input, select, textarea, summary";

/** Where a page says of itself what was done, or why it was not. */
const ANSWER = "main :is([role=status], [role=alert])";

/** How long a page may still be drawn before the focus goes on without what it was on. */
const DRAWN_MS = 200;

type Held = {
  element: HTMLElement;
  sign: string;
  at: number;
  path: string;
  said: string;
  /** What the page said of itself then. */
  answered: string[];
};

/** What was said of the last action, above the page. */
const saidNow = () => document.querySelector<HTMLElement>("main > .said");

/**
 * The focus stays where it was when an action draws its page anew: on the same button of the same
 * thing. Where that is gone, it goes to what was said, or else to the name of the page. Without
 * this it falls to the top of the page, and the next press on the keyboard does nothing.
 */
export function FocusManners() {
  useEffect(() => {
    let held: Held | null = null;
    let drawn: ReturnType<typeof setTimeout> | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      held = target instanceof HTMLElement && target.closest("main") ? heldOf(target) : null;
    };
    // Whoever presses beside it has left it; what is taken off the page has not been left.
    const onLeave = () =>
      queueMicrotask(() => {
        if (held?.element.isConnected && document.activeElement === document.body) held = null;
      });
    const goTo = (answer: HTMLElement | null, options?: FocusOptions) => {
      held = null;
      focusOn(answer, options);
    };
    const stay = (on: Held | null, news: HTMLElement | null) => {
      if (on && news) noteNews(on, news, () => goTo(news, { preventScroll: true }));
    };
    const look = () => {
      if (!held) return;
      const news = newsFor(held);
      if (!isLost(held)) return stay(held, news);
      const again = findAgain(held);
      if (again) {
        again.focus({ preventScroll: true });
        stay(held, news);
      } else if (news) goTo(news, { preventScroll: true });
      else drawn ??= setTimeout(onward, DRAWN_MS);
    };
    const onward = () => {
      drawn = undefined;
      if (!held || !isLost(held)) return;
      const answer = answerSince(held);
      if (answer) goTo(answer);
      // Nobody who reads further down is taken to the top.
      else goTo(document.querySelector<HTMLElement>("main h1"), { preventScroll: true });
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onLeave);
    return () => {
      watch.disconnect();
      clearTimeout(drawn);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onLeave);
    };
  }, []);
  return null;
}

function focusOn(answer: HTMLElement | null, options?: FocusOptions) {
  if (!answer) return;
  answer.tabIndex = -1;
  answer.focus(options);
}

/** What had the focus was taken off the page, and nothing else has it. */
const isLost = ({ element }: Held) =>
  !element.isConnected && document.activeElement === document.body;

/** What was said of an action since; null where nothing was. */
function newsFor({ said }: Held): HTMLElement | null {
  const words = saidNow();
  return words?.textContent === said ? null : words;
}

/** The page goes to what was said, and away from what was pressed, which is still there. */
function noteNews(held: Held, news: HTMLElement, leave: () => void) {
  const { element: pressed } = held;
  held.said = news.textContent;
  setTimeout(() => {
    const { top, bottom } = pressed.getBoundingClientRect();
    const isInSight = bottom > 0 && top < innerHeight;
    if (document.activeElement === pressed && !isInSight) leave();
  }, DRAWN_MS);
}

const answers = () => [...document.querySelectorAll<HTMLElement>(ANSWER)];

/** What the page says of itself and did not say before. */
const answerSince = ({ answered }: Held) =>
  answers().find(({ textContent }) => textContent !== "" && !answered.includes(textContent));

const alike = (element: HTMLElement) => [
  ...document.querySelectorAll<HTMLElement>(`main ${element.localName}`),
];

function heldOf(element: HTMLElement): Held {
  return {
    element,
    sign: signOf(element),
    at: alike(element).indexOf(element),
    path: location.pathname,
    said: saidNow()?.textContent ?? "",
    answered: answers().map(({ textContent }) => textContent),
  };
}

/** The same in the page of now; of several, the one that stands nearest to where it stood. */
function findAgain({ element, sign, at, path }: Held): HTMLElement | null {
  if (location.pathname !== path || !element.matches(PRESSED)) return null;
  const all = alike(element);
  const same = all.filter((one) => signOf(one) === sign);
  const far = (one: HTMLElement) => Math.abs(all.indexOf(one) - at);
  return same.sort((one, other) => far(one) - far(other))[0] ?? null;
}

/** What an element does and to what, wherever it is drawn. */
function signOf(element: HTMLElement): string {
  const form = element.closest("form");
  const about = [...(form?.querySelectorAll<HTMLInputElement>("input[type=hidden]") ?? [])]
    .filter(({ name }) => name !== "revision" && !name.startsWith("$"))
    .map(({ name, value }) => `${name}=${value}`);
  const words = element.getAttribute("aria-label") ?? element.textContent.trim();
  const own = ["name", "href", "type"].map((name) => element.getAttribute(name));
  return [element.localName, ...own, words, ...about].join("|");
}
