import type { ReactNode } from "react";

/**
 * Where a road ends: what happened in words, what to do, and a drawing that says no more than they
 * do.
 */
export function DeadEnd({
  title,
  text,
  children,
}: {
  title?: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <div className="lost">
      <div>
        <h1>{title}</h1>
        <p>{text}</p>
        {children}
      </div>
      <svg
        className="lost-art"
        viewBox="0 0 400 360"
        aria-hidden="true"
        fill="none"
        strokeLinecap="round"
      >
        <g strokeWidth="34">
          <path className="road-nl" d="M200 180C140 140 90 90 42 32" />
          <path className="road-fr" d="M200 180c60-40 110-90 158-148" />
          <path className="road-wa" d="M200 180v95" />
        </g>
        <g className="dashes" strokeWidth="3" strokeDasharray="13 13">
          <path d="M178 163C130 127 90 84 52 42" />
          <path d="M222 163c48-36 88-79 126-121" />
          <path d="M200 218v40" />
        </g>
        <circle className="crossing" cx="200" cy="180" r="30" />
        <g className="barrier" strokeLinecap="butt">
          <path strokeWidth="16" strokeDasharray="20 12" d="M148 310h104" />
          <path strokeWidth="5" d="M160 318v30M240 318v30" />
        </g>
      </svg>
    </div>
  );
}
