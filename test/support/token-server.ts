/** A real server of tokens for client credentials: each token is another one, and it tells what it was asked. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedForToken {
  readonly url: string;
  /** Who asked, and where that stood. */
  readonly client: string;
  readonly place: "header" | "body" | "nowhere";
  readonly form: Readonly<Record<string, string>>;
}

export class TokenServer {
  readonly asked: AskedForToken[] = [];
  /** "id:secret" that is let in. */
  client = "resident:s3cret";
  /** Where it wants that to stand. */
  takes: "header" | "body" | "either" = "either";
  /** In place of a token. */
  answer: { readonly status: number; readonly type: string; readonly body: string } | undefined;
  expiresIn: number | string | undefined = 3600;
  tokenType = "bearer";
  delay = 0;
  private given = 0;
  private readonly server: Server = createServer(async (request, response) => {
    const asked = await askedBy(request);
    this.asked.push(asked);
    if (this.delay > 0) await new Promise((done) => setTimeout(done, this.delay));
    const { status, type, body } = this.answer ?? this.answerTo(asked);
    response.writeHead(status, { "content-type": type }).end(body);
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  isGood(authorization: string | undefined): boolean {
    return authorization === `Bearer token-${this.given}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answerTo({ client, place }: AskedForToken) {
    const type = "application/json";
    if (client !== this.client || (this.takes !== "either" && this.takes !== place)) {
      const body = JSON.stringify({ error: "invalid_client", error_description: "who are you" });
      return { status: 401, type, body };
    }
    const body = JSON.stringify({
      access_token: `token-${++this.given}`,
      token_type: this.tokenType,
      ...(this.expiresIn === undefined ? {} : { expires_in: this.expiresIn }),
    });
    return { status: 200, type, body };
  }
}

async function askedBy(request: IncomingMessage): Promise<AskedForToken> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const all = new URLSearchParams(Buffer.concat(pieces).toString());
  const { client_id: id, client_secret: secret = "", ...form } = Object.fromEntries(all);
  const [, basic] = /^Basic (.*)$/.exec(request.headers.authorization ?? "") ?? [];
  const url = request.url ?? "";
  if (basic !== undefined) {
    const words = Buffer.from(basic, "base64").toString().split(":");
    const client = words.map((word) => new URLSearchParams(`a=${word}`).get("a")).join(":");
    return { url, client, place: "header", form };
  }
  if (id !== undefined) return { url, client: `${id}:${secret}`, place: "body", form };
  return { url, client: "", place: "nowhere", form };
}
