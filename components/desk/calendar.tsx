"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import { useIsAlive } from "#components/ui/alive.ts";

const CalendarView = lazy(() => import("./calendar-view.tsx"));

type Props = ComponentProps<typeof CalendarView> & { reading: string };

/** The calendar, for whoever has a script and a mouse; the list beside it is for everybody. */
export function Calendar({ reading, ...props }: Props) {
  const isAlive = useIsAlive();
  return (
    <div className="calendar">
      {isAlive && (
        <Suspense
          fallback={
            <p className="calendar-coming" role="status">
              <span className="at-work">{reading}</span>
            </p>
          }
        >
          <CalendarView {...props} reading={reading} />
        </Suspense>
      )}
    </div>
  );
}
