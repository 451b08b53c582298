import { Drawing } from "#components/spaces/drawing.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";

type Line = {
  icon: IconName;
  name: string;
  detail: string;
  /** Where it can be chosen again, and what that is called. */
  edit?: { href: string; label: string };
};

/** What will be booked, line by line, each with the way to choose it again. */
export function Receipt({ kind, edit, lines }: { kind: string; edit: string; lines: Line[] }) {
  return (
    <div className="receipt">
      <Drawing kind={kind} />
      <ul>
        {lines.map(({ icon, name, detail, edit: to }) => (
          <li key={icon}>
            <Icon name={icon} />
            <p>
              <b>{name}</b> {detail && <span>{detail}</span>}
            </p>
            {to && (
              <a href={to.href} aria-label={to.label}>
                {edit}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
