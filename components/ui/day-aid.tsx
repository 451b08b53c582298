"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useIsAlive } from "./alive.ts";
import { Icon } from "./icon.tsx";
import {
  dayAfterKey,
  dayIn,
  type GridDay,
  monthsLater,
  todayOn,
  typedAs,
  weeksOf,
} from "./month-grid.ts";

type Props = {
  locale: string;
  /** The day that is chosen, as its field names it. */
  title: string;
  words: { open: string; previous: string; next: string };
};

/**
 * A month to choose a day from, for the field that it stands beside. It comes with the scripts,
 * into the room that is kept for it; the field does without.
 */
export function DayAid({ locale, title, words }: Props) {
  const root = useRef<HTMLSpanElement>(null);
  const isAlive = useIsAlive();
  /** The day that the keys are at; null while it is closed. */
  const [at, setAt] = useState<GridDay | null>(null);
  const isOpen = at !== null;
  const field = () => root.current?.parentElement?.querySelector("input");
  const close = (focus?: HTMLElement | null) => {
    setAt(null);
    focus?.focus();
  };

  useEffect(() => {
    if (!isOpen) return;
    const leave = ({ target }: Event) => {
      if (target instanceof Node && !root.current?.contains(target)) setAt(null);
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
    };
  }, [isOpen]);

  const choose = (day: GridDay) => {
    const input = field();
    if (!input) return;
    input.value = typedAs(day);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close(input);
  };

  return (
    <span className="day-aid" ref={root}>
      {isAlive && (
        <button
          type="button"
          aria-label={words.open}
          aria-expanded={isOpen}
          onClick={() =>
            setAt(isOpen ? null : (dayIn(field()?.value ?? "") ?? todayOn(new Date())))
          }
        >
          <Icon name="calendar" />
        </button>
      )}
      {isOpen && (
        <MonthGrid
          locale={locale}
          title={title}
          words={words}
          at={at}
          chosen={dayIn(field()?.value ?? "")}
          move={setAt}
          choose={choose}
          leave={() => close(root.current?.querySelector("button"))}
        />
      )}
    </span>
  );
}

type GridProps = Props & {
  at: GridDay;
  chosen: GridDay | null;
  move: (day: GridDay) => void;
  choose: (day: GridDay) => void;
  leave: () => void;
};

function MonthGrid({ locale, title, words, at, chosen, move, choose, leave }: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  /** Whether the keys are among the days: then the focus goes along. */
  const isAmongDays = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(false);
  const names = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  const month = names({ month: "long", year: "numeric" }).format(at);
  const whole = names({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const weeks = weeksOf(at);
  const today = todayOn(new Date());

  // It opens towards the side where the window has room.
  useEffect(() => {
    const { right = 0 } = box.current?.getBoundingClientRect() ?? {};
    setIsAtEnd(right > document.documentElement.clientWidth);
  }, []);

  useEffect(() => {
    if (isAmongDays.current) box.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);

  const turn = (months: number) => {
    isAmongDays.current = false;
    move(monthsLater(at, months));
  };

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  };

  const pressDay = (event: KeyboardEvent) => {
    const then = dayAfterKey(event.key, at);
    if (then === null) return;
    event.preventDefault();
    isAmongDays.current = true;
    move(then);
  };

  return (
    <div
      ref={box}
      className={isAtEnd ? "month at-end" : "month"}
      role="dialog"
      aria-label={title}
      onKeyDown={press}
    >
      <div className="month-head">
        <button type="button" aria-label={words.previous} onClick={() => turn(-1)}>
          <Icon name="left" />
        </button>
        <b aria-live="polite">{month}</b>
        <button type="button" aria-label={words.next} onClick={() => turn(1)}>
          <Icon name="right" />
        </button>
      </div>
      <table onKeyDown={pressDay}>
        <thead>
          <tr>
            {weekdays(locale).map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, nth) => (
            <tr key={`${month} ${week.find((day) => day !== null)}`}>
              {week.map((day, weekday) => (
                <td key={day ?? `${nth} ${weekday}`}>
                  {day !== null && (
                    <button
                      type="button"
                      data-day={day}
                      tabIndex={day === at ? 0 : -1}
                      aria-label={whole.format(day)}
                      aria-pressed={day === chosen}
                      aria-current={day === today ? "date" : undefined}
                      onClick={() => choose(day)}
                    >
                      {new Date(day).getUTCDate()}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 30);

function weekdays(locale: string): { short: string; long: string }[] {
  return Array.from({ length: 7 }, (_, weekday) => {
    const name = (style: "short" | "long") =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: style }).format(
        MONDAY + weekday * 86_400_000,
      );
    return { short: name("short"), long: name("long") };
  });
}
