/** What one takes along: the profile, stacks, pictures, and the command line that shows the same. */
import type { Page, ProfileFile } from "../../../model/page.ts";
import { addressOf } from "../../data/ask.ts";
import { downloadFile } from "../../download.ts";
import type { PageState } from "../../state/url-state.ts";
import { changeColor, packageColors } from "../flame/flame-colors.ts";
import { spanOf } from "../flame/flame-layout.ts";
import { flameSvg } from "../flame/flame-svg.ts";
import { describeNode } from "../state/describe-node.ts";
import type { Code } from "../state/use-code.ts";
import { frameLabel } from "../tree/frame-label.ts";
import { collapsedStacks } from "./collapsed.ts";
import { profileOf } from "./profile-of.ts";
import { SameCommand } from "./same-command.tsx";

interface Props {
  readonly page: Page;
  readonly code: Code;
  readonly state: PageState;
  /** Node that fills the width. */
  readonly zoom: number;
}

export function ExportBar({ page, code, state, zoom }: Props) {
  const { kind } = code.model;
  const file = profileOf(page, kind, code.moment, state.at);
  const base = code.before === null ? undefined : profileOf(page, kind, code.before, state.base);
  return (
    <footer className="exports">
      <p>
        <span className="muted">Take along:</span>
        {file !== undefined && <ProfileLink file={file} title="profile for pprof" />}
        {base !== undefined && <ProfileLink file={base} title="the one before" />}
        <button type="button" className="link" onClick={() => saveCollapsed(code)}>
          {code.base === null ? "collapsed stacks" : "collapsed stacks of the difference"}
        </button>
        <button type="button" className="link" onClick={() => saveSvg(code, state, zoom)}>
          SVG
        </button>
        {state.show === "flame" && (
          <button type="button" className="link" onClick={savePng}>
            PNG
          </button>
        )}
      </p>
      {file !== undefined && <SameCommand {...{ page, code, state, file, base }} />}
    </footer>
  );
}

function ProfileLink({ file, title }: { readonly file: ProfileFile; readonly title: string }) {
  const { name, url, base64 } = file;
  if (url !== null) {
    return (
      <a href={addressOf(url)} download={name}>
        {title}
      </a>
    );
  }
  const save = () => {
    const bytes = Uint8Array.from(atob(base64 ?? ""), (letter) => letter.charCodeAt(0));
    downloadFile(name, bytes, "application/octet-stream");
  };
  return (
    <button type="button" className="link" onClick={save}>
      {title}
    </button>
  );
}

function saveCollapsed({ built, model, frames, choice, base }: Code): void {
  const nameOf = (frame: number) => model.frames.name[frames.frameOf[frame]!]!;
  const name = base === null ? choice.name : `${choice.name}-difference`;
  downloadFile(`${name}.collapsed`, collapsedStacks(built.tree, nameOf), "text/plain");
}

function saveSvg(code: Code, { byLine }: PageState, zoom: number): void {
  const { tree } = code.built;
  const style = getComputedStyle(document.documentElement);
  const colors = packageColors(code.model, code.frames);
  const picture = flameSvg({
    tree,
    span: spanOf(tree, zoom),
    title: code.choice.title,
    fill: (node) => {
      if (tree.base === null) {
        const color = node === 0 ? 0 : colors[tree.frame[node]!]!;
        return style.getPropertyValue(`--flame-${color}`).trim();
      }
      const color = changeColor(tree.total[node]!, tree.base[node]!);
      return style.getPropertyValue(`--change-${color}`).trim();
    },
    label: (node) => {
      const frame = tree.frame[node]!;
      return frame < 0 ? "all" : frameLabel(code.model, code.frames.frameOf[frame]!, byLine);
    },
    describe: (node) => {
      const { name, place, facts } = describeNode(code, node);
      return [name, place, ...facts.map(([what, value]) => `${what}: ${value}`)].join("\n");
    },
  });
  downloadFile(`${code.choice.name}.svg`, picture, "image/svg+xml");
}

function savePng(): void {
  const canvas = document.querySelector<HTMLCanvasElement>(".flame-canvas");
  canvas?.toBlob((blob) => {
    if (blob !== null) downloadFile("flame-graph.png", blob, "image/png");
  });
}
