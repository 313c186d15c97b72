/** The top of every page: whose memory it is, the way back to all processes, the views there are. */
import type { ReactNode } from "react";
import type { PageState, View } from "../state/url-state.ts";
import { useTheme, useToggleTheme } from "../theme.ts";
import { addressOfView, TITLES } from "../views.ts";

interface Props {
  readonly subject: string;
  /** What a pointer that rests on the subject shows. */
  readonly title?: string;
  readonly views: readonly View[];
  readonly state: PageState;
  /** Address of the list of processes, where there is one. */
  readonly back?: string;
  /** Below the views: the range of time. */
  readonly children?: ReactNode;
}

export function PageHead({ subject, title, views, state, back, children }: Props) {
  return (
    <header className="head">
      <div className="head-inner">
        <span className="brand">Resident</span>
        {back !== undefined && (
          <a className="back" href={back}>
            ‹ Processes
          </a>
        )}
        <span className="subject" title={title}>
          {subject}
        </span>
        <ThemeButton />
        {views.length > 0 && (
          <nav aria-label="Views">
            {views.map((view) => (
              <a
                key={view}
                href={addressOfView(view, state)}
                aria-current={view === state.view ? "page" : undefined}
              >
                {TITLES[view]}
              </a>
            ))}
          </nav>
        )}
        {children}
      </div>
    </header>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const toggle = useToggleTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button type="button" className="quiet theme" onClick={toggle} aria-label={`Show it ${other}`}>
      {theme === "dark" ? "☀" : "☾"}
    </button>
  );
}
