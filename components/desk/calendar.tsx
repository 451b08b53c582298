"use client";

import dynamic from "next/dynamic";
import type { ComponentProps } from "react";

const CalendarView = dynamic(() => import("./calendar-view.tsx"), { ssr: false });

/** The calendar, for whoever has a script and a mouse; the list beside it is for everybody. */
export function Calendar(props: ComponentProps<typeof CalendarView>) {
  return (
    <div className="calendar">
      <CalendarView {...props} />
    </div>
  );
}
