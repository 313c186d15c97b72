/** The command line that shows in a terminal what the Code view shows. */
import type { Page, ProfileFile } from "../../../model/page.ts";
import { pageToken } from "../../data/ask.ts";
import { Copyable } from "../../parts/copyable.tsx";
import type { PageState } from "../../state/url-state.ts";
import { useChosenFunction } from "../state/use-chosen-function.ts";
import type { Code } from "../state/use-code.ts";
import { usePlainTree } from "../state/use-plain-tree.ts";
import { pprofCommand } from "./pprof-command.ts";

interface Props {
  readonly page: Page;
  readonly code: Code;
  readonly state: PageState;
  readonly file: ProfileFile;
  /** What it is compared with. */
  readonly base: ProfileFile | undefined;
}

export function SameCommand(props: Props) {
  const isOfFunction = props.state.show === "callers" || props.state.show === "source";
  return isOfFunction ? <OfFunction {...props} /> : <Command {...props} />;
}

/** The view shows a function also where the address names none. */
function OfFunction(props: Props) {
  const { code, state } = props;
  const { tree } = usePlainTree(code, state.isInverted);
  const row = useChosenFunction(code, tree, state.of);
  if (row < 0) return null;
  const of = code.model.frames.name[code.frames.frameOf[row]!]!;
  return <Command {...props} state={{ ...state, of }} />;
}

function Command({ page, code, state, file, base }: Props) {
  const text = pprofCommand({
    source: file.source ?? [addressFor(page, file)],
    token: page.recorded === null ? null : pageToken(),
    base: base && addressFor(page, base),
    value: code.model.values.length > 1 ? code.choice.name : "",
    state,
  });
  return (
    <p>
      <span className="muted">The same in a terminal:</span> <Copyable text={text} />
    </p>
  );
}

/** A recorder is asked by its address; a file lies where the reader put it. */
function addressFor({ recorded }: Page, { name, url }: ProfileFile): string {
  return recorded === null || url === null ? name : new URL(url, location.href).href;
}
