#!/usr/bin/env node
/**
 * Makes the README's picture of the bundled recording's report, as it looks in a terminal:
 * `npm run picture` after a build.
 */
import { writeFileSync } from "node:fs";
import { explain } from "../dist/analyze/explain.js";
import { readBundleFolder } from "../dist/collect/bundle/read-bundle-folder.js";
import { gunzip } from "../dist/collect/gunzip.js";
import { decodeBundle } from "../dist/decode/recording.js";
import { renderText } from "../dist/report/text/render-text.js";

const RECORDING = "recordings/classic-go1.4.3";
const PICTURE = "docs/report.svg";
const WIDTH = 92;
const CELL = { width: 8.43, height: 18 };
const MARGIN = 16;
const COLOURS = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
};
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const ESCAPE = "\u001b";
const CODE = new RegExp(`(${ESCAPE}\\[[0-9;]*m)`);
const CODES = new RegExp(CODE, "g");

const recording = decodeBundle(readBundleFolder(RECORDING), { gunzip });
const report = explain({ ...recording, target: RECORDING });
const text = renderText(report, { width: WIDTH, color: true, unicode: true, all: false });
writeFileSync(PICTURE, draw(answerOf(text)));

/** Down to the lines of code: the evidence behind it is for reading, not for a picture. */
function answerOf(text) {
  const lines = text.split("\n");
  const evidence = lines.findIndex((line) => line.replaceAll(CODES, "").startsWith("[1]"));
  return [`$ resident ${RECORDING}`, "", ...lines.slice(0, evidence - 1)];
}

function draw(lines) {
  const rows = lines.map(runsOf);
  const columns = Math.max(...rows.flat().map((run) => run.column + run.length));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="14">`,
    "<title>What Resident prints of the classic program</title>",
    '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
    ...rows.flatMap((runs, row) =>
      runs.map((run) => drawRun(run, MARGIN + row * CELL.height + 13)),
    ),
    "</svg>",
    "",
  ].join("\n");
}

/** Pieces of one style, each with its column: text of another style never shifts it. */
function runsOf(line) {
  const runs = [];
  let column = 0;
  let style = {};
  for (const part of line.split(CODE)) {
    if (CODE.test(part)) style = restyle(style, part.slice(2, -1).split(";").map(Number));
    else if (part !== "") {
      const length = [...part].length;
      runs.push({ column, length, text: part, style });
      column += length;
    }
  }
  return runs;
}

function restyle(style, codes) {
  let next = style;
  for (const code of codes) {
    if (code === 0) next = {};
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 2) next = { ...next, faint: true };
    else if (code === 22) next = { ...next, bold: false, faint: false };
    else next = { ...next, colour: COLOURS[code] };
  }
  return next;
}

function drawRun({ column, length, text, style }, y) {
  const x = (MARGIN + column * CELL.width).toFixed(2);
  const fill = style.colour ?? (style.faint ? "#8b949e" : "#e6edf3");
  const weight = style.bold ? ' font-weight="700"' : "";
  const stretch = (length * CELL.width).toFixed(2);
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<text x="${x}" y="${y}" fill="${fill}"${weight} textLength="${stretch}" xml:space="preserve">${escaped}</text>`;
}
