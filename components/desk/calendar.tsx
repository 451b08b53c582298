"use client";

import { type ComponentProps, lazy, Suspense, useState } from "react";
import { useIsAlive } from "#components/ui/alive.ts";

const CalendarView = lazy(() => import("./calendar-view.tsx"));

type Props = Omit<ComponentProps<typeof CalendarView>, "onDrawn">;

/**
 * The calendar, for whoever has a script and a mouse; the list beside it is for everybody. Its room
 * is kept from the start, a line for each room, and it is shown once it is drawn: what stands below
 * it hardly moves.
 */
export function Calendar(props: Props) {
  const isAlive = useIsAlive();
  const [isDrawn, setDrawn] = useState(false);
  return (
    <div className="calendar">
      {!isDrawn && (
        <div className="calendar-coming by-script" role="status">
          <span className="at-work">{props.reading}</span>
          {props.spaces.flatMap(({ rooms }) => rooms.map(({ id }) => <i key={id} />))}
        </div>
      )}
      {isAlive && (
        <Suspense>
          <CalendarView {...props} onDrawn={() => setDrawn(true)} />
        </Suspense>
      )}
    </div>
  );
}
