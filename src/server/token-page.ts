/**
 * What whoever opens the page without its token sees: a page, as the address is one, with what to do. A
 * program that asks gets a problem as JSON, and so does a browser that asks the API. It shows nothing of the
 * request.
 */
import type { Context } from "hono";
import { problem } from "./problem.ts";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Resident: a token is needed</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css">
<main class="view">
<section class="answer">
<h1>A token is needed to see this page.</h1>
<div>
<p>The address that Resident printed when it started has it. Open that one, or add <code>?token=…</code> to this address,
with the token that Resident was given (<code>--page-token</code>, or <code>token_file</code> of the configuration).</p>
<p class="muted">If this address has a token, it is not the one that is asked for: without one of its own, Resident makes
another at each start.</p>
</div>
</section>
</main>
</html>
`;

export function tokenNeeded(context: Context): Response | Promise<Response> {
  return isPageOfBrowser(context)
    ? context.html(PAGE, 401)
    : problem(context, 401, "A token is needed.");
}

function isPageOfBrowser({ req }: Context): boolean {
  const isPage = (req.header("accept") ?? "").includes("text/html");
  return isPage && !req.path.startsWith("/api/");
}
