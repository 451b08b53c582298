import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export type Fact = { name: string; value: ReactNode; icon?: IconName };

/** Names and their values, one under the other. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, icon }) => (
        <div key={name}>
          <dt>
            {icon && <Icon name={icon} />}
            {name}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
