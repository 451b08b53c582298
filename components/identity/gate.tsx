import type { ReactNode } from "react";
import { Drawing } from "#components/spaces/drawing.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import "./gate.css";

/** The pages by which one comes in: what is asked, with a drawing of a place beside it. */
export function Gate({ children }: { children: ReactNode }) {
  return (
    <div className="gate">
      <div>{children}</div>
      <Drawing kind="library" />
    </div>
  );
}

type Way = { href: string; icon: IconName; name: string; text: string };

/** Other ways in, each with what it asks for. */
export function WaysIn({ ways }: { ways: Way[] }) {
  return (
    <ul className="ways-in">
      {ways.map(({ href, icon, name, text }) => (
        <li key={href}>
          <Icon name={icon} />
          <p>
            <a href={href}>{name}</a>
            <small>{text}</small>
          </p>
        </li>
      ))}
    </ul>
  );
}
