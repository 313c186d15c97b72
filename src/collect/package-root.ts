/** The folder of the package, whether the code runs from its modules or from the bundle of them. */
import { existsSync } from "node:fs";

export function packageRoot(): URL {
  let folder = new URL(".", import.meta.url);
  while (!existsSync(new URL("package.json", folder))) folder = new URL("..", folder);
  return folder;
}
