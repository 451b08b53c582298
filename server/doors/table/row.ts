/**
 * Who may enter by each door, one line a door: its name, who, whose thing is asked for, and what it
 * needs to be read at all. Who: `anyone`; `nobody` here (what needs a setting, a device or the
 * demonstration); `person` (signed in); `present` (signed in, no token); `account` (signed in, not
 * by a card); `owner` of the thing; `holder`, who owns it and came without a card; `<action>` of
 * the policy in the thing's space; `<action>@anywhere`, held in some space; `<action>@network`,
 * held everywhere. `device`: by its token alone. Several are alternatives.
 */
export type Row = [door: string, who: string, thing?: string, more?: Record<string, unknown>];

/** What a form saw, of a state that nobody has: who is let in is told so, and nothing is changed. */
export const SEEN = "0123456789abcdef";
