// Before each test file: with FUZZ_SEED the random cases are the same each time, so that what fails is of the
// change that is tested and not of the draw. Without it they are drawn anew.
import fc from "fast-check";

const seed = process.env["FUZZ_SEED"];
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
