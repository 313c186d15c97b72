/**
 * Asks the server that gave the page, with the token that its address has. What goes wrong becomes a
 * sentence for the reader.
 */

/** The server did not answer at all: it may come back. */
export class ServerGone extends Error {}

/**
 * @param path below the page's own address, "api/v1/…"
 * @throws ServerGone, or Error with what the server said
 */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetchFrom(path, init);
  if (!response.ok) throw new Error(await problemOf(response));
  try {
    return (await response.json()) as T;
  } catch {
    throw new Error("The server's answer broke off.");
  }
}

/** The answer whatever its status. */
export async function fetchFrom(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(addressOf(path), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ServerGone("The server does not answer.");
  }
}

/** What the page's own address has; null: none is asked for, or a proxy knows it. */
export function pageToken(): string | null {
  return new URLSearchParams(location.search).get("token");
}

/** With the token that the page's own address has, if one is asked for. */
export function addressOf(path: string): string {
  const token = pageToken();
  if (token === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
}

export async function problemOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === "string") return error;
  } catch {
    // No JSON: a proxy's page, say, of which only the status is worth showing.
  }
  return `The server answered with status ${response.status}.`;
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
