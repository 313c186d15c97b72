/**
 * What the page begins with. A report file has its data in an element of it; the server of one
 * recording has one page; the server of a recorder has processes, each with pages of its own.
 */
import type { ProcessList } from "../../model/fleet.ts";
import type { Page } from "../../model/page.ts";
import { ask, fetchFrom, problemOf } from "./ask.ts";

const DATA_ELEMENT = "resident-page";

export type Start =
  | { readonly kind: "page"; readonly page: Page }
  | { readonly kind: "recorder"; readonly list: ProcessList };

/** @throws Error with a sentence for the reader */
export async function loadStart(): Promise<Start> {
  const element = dataElement();
  if (element !== null) {
    const page = JSON.parse(await unpack(element.textContent ?? "")) as Page;
    return { kind: "page", page: checked(page) };
  }
  const response = await fetchFrom("api/v1/processes");
  // No content: there is one page, and no list of processes.
  if (response.status === 204) {
    return { kind: "page", page: checked(await ask<Page>("api/v1/page")) };
  }
  if (!response.ok) throw new Error(await problemOf(response));
  const list = (await response.json()) as ProcessList;
  if (list.format !== "resident.processes/1") throw new Error(ANOTHER);
  return { kind: "recorder", list };
}

/** False for a report file: it has nobody to ask. */
export function isServed(): boolean {
  return dataElement() === null;
}

/** @throws Error where it is of another version */
export function checked(page: Page): Page {
  if (page.format !== "resident.page/1") throw new Error(ANOTHER);
  return page;
}

const ANOTHER = "What the server says is of another version than this page: reload it.";

function dataElement(): HTMLElement | null {
  return document.getElementById(DATA_ELEMENT);
}

async function unpack(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
