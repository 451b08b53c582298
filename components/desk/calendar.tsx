"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import { useIsAlive } from "#components/ui/alive.ts";

const CalendarView = lazy(() => import("./calendar-view.tsx"));

type Props = ComponentProps<typeof CalendarView> & { reading: string };

/**
 * The calendar, for whoever has a script and a mouse; the list beside it is for everybody. Its room
 * is kept from the start, a line for each room, so that nothing below it moves far.
 */
export function Calendar({ reading, ...props }: Props) {
  const isAlive = useIsAlive();
  const coming = (
    <div className="calendar-coming by-script" role="status">
      <span className="at-work">{reading}</span>
      {props.spaces.flatMap(({ rooms }) => rooms.map(({ id }) => <i key={id} />))}
    </div>
  );
  return (
    <div className="calendar">
      {isAlive ? (
        <Suspense fallback={coming}>
          <CalendarView {...props} reading={reading} />
        </Suspense>
      ) : (
        coming
      )}
    </div>
  );
}
