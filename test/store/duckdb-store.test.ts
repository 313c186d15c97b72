import { openDuckDbStore } from "../../src/store/duckdb/open-store.ts";
import { storeContract } from "./contract.ts";

storeContract("the store in a DuckDB file", openDuckDbStore);
