/** Starts the page: loads what it begins with and shows it, or says why it can't. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { sentenceOf } from "./data/ask.ts";
import { loadStart } from "./data/load-start.ts";
import { Recorder } from "./data/recorder.ts";
import { RecorderApp } from "./recorder-app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/now.css";
import "./styles/code.css";
import "./styles/lists.css";
import "./styles/time.css";
import "./styles/processes.css";
import { restoreTheme } from "./theme.ts";

restoreTheme();
const root = createRoot(document.getElementById("root")!);

loadStart().then(
  (start) => {
    if (start.kind === "page") root.render(<App page={start.page} />);
    else root.render(<RecorderApp recorder={new Recorder(start.list)} />);
  },
  (error: unknown) =>
    root.render(
      <main className="view">
        <h1>This page could not be shown.</h1>
        <p>{sentenceOf(error)}</p>
        <p>
          <button type="button" onClick={() => location.reload()}>
            Try again
          </button>
        </p>
      </main>,
    ),
);
