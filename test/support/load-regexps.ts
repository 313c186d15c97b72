// Before each test file: what compiles patterns may count on their library, as commands see to it.
import { loadRegexps } from "../../src/base/regexp.ts";

await loadRegexps();
