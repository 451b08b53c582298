const TABLE_ROLES = ["row", "rowgroup", "rowheader", "columnheader", "gridcell"];
const TABLE_FACTS = [
  "aria-rowcount",
  "aria-colcount",
  "aria-rowindex",
  "aria-colindex",
  "aria-owns",
  "aria-rowspan",
  "aria-colspan",
];

/**
 * The library (7.1.0) calls its drawing a grid but gives it no rows a reader could follow, lets
 * parts scroll that no key reaches, and calls its buttons for day, week and month tabs, of which no
 * panel is told. A group is what it is; the list below is its table. What scrolls can be focused,
 * and has a name; the view that is shown is a button that is pressed.
 *
 * @param scrolling what a part is called that scrolls
 */
export function mendRoles(box: HTMLElement, scrolling: string): void {
  for (const grid of box.querySelectorAll('[role="grid"], [role="treegrid"]'))
    grid.setAttribute("role", "group");
  // Its list of a week holds buttons, and a list has items.
  for (const list of box.querySelectorAll('[role="list"]:has(> [role="button"])'))
    list.setAttribute("role", "group");
  const parts = TABLE_ROLES.map((role) => `[role="${role}"]`).join(", ");
  for (const part of box.querySelectorAll(parts)) groupNamed(part);
  for (const button of box.querySelectorAll<HTMLElement>("button[aria-label]"))
    sayWholeName(button);
  for (const fact of TABLE_FACTS)
    for (const part of box.querySelectorAll(`[${fact}]`)) part.removeAttribute(fact);
  for (const tabs of box.querySelectorAll('[role="tablist"]')) tabs.setAttribute("role", "group");
  for (const tab of box.querySelectorAll('[role="tab"], [aria-selected]')) {
    tab.removeAttribute("role");
    tab.setAttribute("aria-pressed", tab.getAttribute("aria-selected") ?? "false");
    tab.removeAttribute("aria-selected");
  }
  for (const part of box.querySelectorAll<HTMLElement>("div"))
    if (/auto|scroll/.test(part.style.overflow)) reach(part, scrolling);
}

/** A stop on the way of the Tab key, where there is something to scroll. */
function reach(part: HTMLElement, name: string): void {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = part;
  if (scrollWidth > clientWidth || scrollHeight > clientHeight) {
    part.tabIndex = 0;
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", name);
  } else if (part.tabIndex === 0) {
    part.removeAttribute("tabindex");
    part.removeAttribute("role");
    part.removeAttribute("aria-label");
  }
}

/** A day with its name groups what is on it; a name without a role is none. */
function groupNamed(part: Element): void {
  if (part.hasAttribute("aria-label")) part.setAttribute("role", "group");
  else part.removeAttribute("role");
}

/** What a button says is part of its name, or whoever says it aloud does not reach it (WCAG 2.5.3). */
function sayWholeName(button: HTMLElement): void {
  const said = button.textContent.trim();
  const name = button.getAttribute("aria-label") ?? "";
  if (!name.toLowerCase().includes(said.toLowerCase()))
    button.setAttribute("aria-label", `${said}: ${name}`);
}
