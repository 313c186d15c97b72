/**
 * The page as one file that needs nothing beside it: script, style and data inside. Its policy names
 * the two by their hashes and allows no connection, so nothing that a program returned can become
 * script, and opening the file tells nobody.
 */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Page } from "../model/page.ts";
import type { WebFiles } from "./web-files.ts";

export function reportFile(page: Page, { script, style }: WebFiles): string {
  const data = gzipSync(JSON.stringify(page), { level: 9 }).toString("base64");
  const code = closedSafely(script, "script");
  const looks = closedSafely(style, "style");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(looks)}'`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    "<title>Resident</title>",
    '<link rel="icon" href="data:,">',
    `<style>${looks}</style>`,
    "</head>",
    "<body>",
    '<div id="root"><p class="loading">Reading …</p></div>',
    `<script type="application/gzip" id="resident-page">${data}</script>`,
    `<script type="module">${code}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** What would end the element early can only stand in a string or a comment of it. */
function closedSafely(text: string, element: "script" | "style"): string {
  return text.replaceAll(`</${element}`, `<\\/${element}`).replaceAll("<!--", "<\\!--");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
