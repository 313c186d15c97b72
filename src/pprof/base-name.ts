/** Reports shorten paths by the same rule as the decoders of old profiles. */
export { baseName } from "../base/base-name.ts";
