/** A page with the profiles that it hands on, whatever it was made of. */
import type { Page } from "../../model/page.ts";
import type { ServedProfile } from "../../server/served-profiles.ts";

export interface OpenedPage {
  readonly page: Page;
  readonly profiles: readonly ServedProfile[];
}
