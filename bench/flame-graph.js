/**
 * `node bench/flame-graph.js [NODES]`: frame times of the flame graph in Chromium while zooming and
 * panning over a tree of that many nodes (100,000 unless told otherwise), and when a page is on the
 * screen. A frame that takes longer than 16.7 ms is one that is missed at 60 a second.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { makeProfile } from "./peer.js";

const RESIDENT = fileURLToPath(new URL("../bin/resident.js", import.meta.url));
const nodes = Number(process.argv[2] ?? 100_000);
const CLASSIC = fileURLToPath(new URL("../recordings/classic-go1.4.3", import.meta.url));
const profile = makeProfile({ samples: Math.round(nodes * 0.8) });
await inBrowser(["ui", CLASSIC], "", async (tab) => {
  console.log(`a report      answer on the screen after ${await shownAfter(tab)} ms`);
});
await inBrowser(
  ["pprof", "-http=localhost:0", "-no_browser", profile],
  "#code?value=alloc_space",
  async (tab) => {
    console.log(`flame graph   on the screen after ${await shownAfter(tab)} ms`);
    for (const line of await tab.evaluate(measureFrames)) console.log(line);
  },
);

/** A browser of its own each time, so that nothing is warm. */
async function inBrowser(args, hash, look) {
  const server = await serve(args);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.goto(server.url + hash);
    await tab.waitForSelector("main");
    await look(tab);
  } finally {
    await browser.close();
    server.stop();
  }
}

/** From the request to the frame in which the view is there. */
async function shownAfter(tab) {
  const millis = await tab.evaluate(
    "new Promise((done) => requestAnimationFrame(() => done(performance.now())))",
  );
  return Math.round(millis);
}

async function serve(args) {
  const child = spawn(process.execPath, [RESIDENT, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr.setEncoding("utf8");
  let said = "";
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    if (said.includes("Ctrl-C")) break;
  }
  return { url: /^http\S+/m.exec(said)[0], stop: () => child.kill("SIGINT") };
}

/** Runs in the page: wheel events as a person makes them, one a frame. */
async function measureFrames() {
  const canvas = document.querySelector(".flame-canvas");
  const { left, top } = canvas.getBoundingClientRect();
  const wheel = (init) =>
    canvas.dispatchEvent(
      new WheelEvent("wheel", {
        clientX: left + 400,
        clientY: top + 100,
        bubbles: true,
        cancelable: true,
        ...init,
      }),
    );
  const frame = () => new Promise(requestAnimationFrame);
  const run = async (title, step, count = 180) => {
    const times = [];
    let last = await frame();
    for (let i = 0; i < count; i++) {
      step(i);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor((count - 1) * share)].toFixed(1).padStart(6);
    return `${title.padEnd(10)} median ${at(0.5)}   95 % ${at(0.95)}   longest ${at(1)} ms`;
  };
  await run("warm up", () => wheel({ deltaX: 1 }), 30);
  return [
    await run("zoom in", () => wheel({ deltaY: -30, ctrlKey: true })),
    await run("pan", (i) => wheel({ deltaX: i % 60 < 30 ? 25 : -25 })),
    await run("zoom out", () => wheel({ deltaY: 30, ctrlKey: true })),
    await run("all of it", (i) => wheel({ deltaX: i % 2 === 0 ? 1 : -1 })),
  ];
}
