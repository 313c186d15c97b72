/** The JSON that a request brings, of a bounded size. */
import type { Context } from "hono";
import { Refusal } from "../problem.ts";

const MOST_BYTES = 16 * 1024;

/** @throws Refusal where it is no JSON object, or a long one */
export async function readObject({ req }: Context): Promise<Readonly<Record<string, unknown>>> {
  const type = req.header("content-type") ?? "";
  // Forms of other sites can't send this type without being asked by the browser whether they may.
  if (!/^application\/json\s*(?:;|$)/.test(type)) {
    throw new Refusal(400, "The body has to be application/json.");
  }
  const text = new TextDecoder().decode(await readBytes(req.raw));
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    throw new Refusal(400, "The body is not JSON.");
  }
  throw new Refusal(400, "The body has to be a JSON object.");
}

/** What it says of its length is not believed. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.length;
    if (length > MOST_BYTES) throw new Refusal(413, `The body is larger than ${MOST_BYTES} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
