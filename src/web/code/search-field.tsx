/** Search in the Code view, with how much of all was found. */
import type { KeyboardEvent } from "react";
import { formatCount } from "../../base/units.ts";
import { formatChange, formatPart, formatValue } from "../format.ts";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import type { Code } from "./state/use-code.ts";
import type { Search } from "./state/use-matches.ts";

interface Props {
  readonly code: Code;
  readonly search: Search;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function SearchField({ code, search, state, change }: Props) {
  const isPicture = state.show === "flame";
  // In a list Enter goes on to its rows, as everywhere on the page.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isPicture) return;
    event.preventDefault();
    search.go(event.shiftKey ? -1 : 1);
  };
  return (
    <>
      <input
        type="search"
        className="search"
        placeholder="Search functions"
        aria-label="Search functions"
        value={state.search}
        onChange={(event) => change({ search: event.target.value }, "replace")}
        onKeyDown={onKeyDown}
      />
      {(isPicture || state.show === "table") && (
        <span className="muted small" role="status">
          {foundText(code, search, isPicture)}
        </span>
      )}
    </>
  );
}

/** "12.3 MiB, 9.4 %, in 14 places"; "" where nothing is searched for. */
function foundText(
  { choice, built }: Code,
  { matches, reached }: Search,
  isPicture: boolean,
): string {
  if (matches === null) return "";
  const { nodes, total, base } = matches;
  if (nodes.length === 0) return "found nowhere";
  const parts = [formatValue(total, choice.unit), formatPart(total, built.tree.total[0]!)];
  if (base !== null) parts.push(`change ${formatChange(total - base, choice.unit)}`);
  if (isPicture) parts.push(placeText(nodes.length, reached.at));
  return parts.join(", ");
}

function placeText(count: number, at: number): string {
  if (at >= 0) return `place ${formatCount(at + 1)} of ${formatCount(count)}`;
  return count === 1 ? "in one place" : `in ${formatCount(count)} places`;
}
