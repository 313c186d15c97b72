/** Moves through the rows of a list by keys: what can be gone to is marked with `data-row`. */

/** @returns false where there is no list to move in */
export function moveInList(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter(
    (row) => row.offsetParent !== null,
  );
  if (rows.length === 0) return false;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.min(rows.length - 1, Math.max(0, next))]!.focus();
  return true;
}

export function isInList(): boolean {
  return document.activeElement?.hasAttribute("data-row") ?? false;
}

/** @returns false where the view has nothing to search in */
export function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  field?.focus();
  field?.select();
  return field !== null;
}
