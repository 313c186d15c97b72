/** What a server of tokens answers: JSON as RFC 6749 has it, or a form as some older ones send. */

export interface TokenAnswer {
  /** As a header says it: "Bearer". */
  readonly type: string;
  readonly token: string;
  /** Seconds; undefined: it does not say. */
  readonly expiresIn?: number;
}

/** Undefined where there is no token in it that a header can have. */
export function readTokenAnswer(body: Uint8Array): TokenAnswer | undefined {
  const fields = fieldsOf(body);
  const token = fields.get("access_token");
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) return undefined;
  const expiresIn = Number(fields.get("expires_in") ?? Number.NaN);
  const type = typeName(fields.get("token_type"));
  return { type, token, ...(expiresIn > 0 ? { expiresIn } : {}) };
}

const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/**
 * Why it refuses: "invalid_client: no such client".
 * @param secret must not be in it, whatever the server repeats
 */
export function refusalIn(body: Uint8Array, secret: string): string | undefined {
  const fields = fieldsOf(body);
  const words = ["error", "error_description"].flatMap((name) => {
    const text = fields.get(name);
    return typeof text === "string" && PRINTABLE.test(text) ? [text] : [];
  });
  const text = words.join(": ");
  const isTold =
    secret !== "" && (text.includes(secret) || text.includes(encodeURIComponent(secret)));
  return text === "" || isTold ? undefined : text;
}

function fieldsOf(body: Uint8Array): ReadonlyMap<string, unknown> {
  const text = new TextDecoder().decode(body).trim();
  try {
    const value: unknown = JSON.parse(text);
    return new Map(value !== null && typeof value === "object" ? Object.entries(value) : []);
  } catch {
    return new Map(new URLSearchParams(text));
  }
}

/** Go's words for them, as servers compare letter by letter. */
function typeName(type: unknown): string {
  if (typeof type !== "string" || !/^[\w.-]+$/.test(type)) return "Bearer";
  const known = ["Bearer", "MAC", "Basic"].find(
    (name) => name.toLowerCase() === type.toLowerCase(),
  );
  return known ?? type;
}
