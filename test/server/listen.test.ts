/** An address that can't be had says why, and what to do. */
import { Hono } from "hono";
import { expect, test } from "vitest";
import { listen } from "../../src/server/listen.ts";

test("a port that another program has", async () => {
  const first = await listen(new Hono(), "127.0.0.1", 0);
  await expect(listen(new Hono(), "127.0.0.1", first.port)).rejects.toMatchObject({
    code: "RES_CONNECT",
    message: `can't listen on 127.0.0.1:${first.port}`,
    hint: expect.stringMatching(/another port with --port/),
  });
  await first.close();
  const again = await listen(new Hono(), "127.0.0.1", first.port);
  await again.close();
});

test("an address that this machine does not have", async () => {
  await expect(listen(new Hono(), "192.0.2.1", 0)).rejects.toMatchObject({
    hint: "This machine does not have that address.",
  });
});
