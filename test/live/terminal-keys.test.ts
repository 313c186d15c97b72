/** Keys as the terminal sends them, through Ink, to what the state machine is given. */
import { PassThrough } from "node:stream";
import { render } from "ink";
import { createElement } from "react";
import { expect, test } from "vitest";
import type { Key } from "../../src/live/state/keys.ts";
import { Screen } from "../../src/live/terminal/screen-view.ts";

/** The keys that one read of these bytes is taken for; the mark after them says when all are there. */
async function keysOf(bytes: string): Promise<Key[]> {
  const noop = () => undefined;
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: noop,
    ref: noop,
    unref: noop,
  });
  const stdout = new PassThrough().resume();
  const keys: Key[] = [];
  let done: () => void = noop;
  const marked = new Promise<void>((resolve) => {
    done = resolve;
  });
  const app = render(
    createElement(Screen, {
      sections: [],
      columns: 80,
      look: { color: false, unicode: true },
      onKey: (key: Key) => (key === "m" ? done() : keys.push(key)),
    }),
    {
      stdin: stdin as unknown as NodeJS.ReadStream,
      stdout: stdout as unknown as NodeJS.WriteStream,
      patchConsole: false,
      exitOnCtrlC: false,
    },
  );
  await new Promise((resolve) => setImmediate(resolve));
  stdin.write(bytes);
  await new Promise((resolve) => setImmediate(resolve));
  stdin.write("m");
  await marked;
  app.unmount();
  return keys;
}

test.each<[string, Key[]]>([
  ["5", ["5"]],
  ["jj", ["j", "j"]],
  ["\u001b[A", ["up"]],
  ["\u001b[1;3A", ["up"]],
  ["\r", ["enter"]],
  ["\u001b5", ["escape", "5"]],
  ["\u001b ", ["escape", " "]],
  ["\u001bq", ["escape", "q"]],
  ["\u001b\r", ["escape", "enter"]],
  ["\u001b5j", ["escape", "5", "j"]],
])("%j in one read is %j", async (bytes, keys) => {
  expect(await keysOf(bytes)).toEqual(keys);
});
