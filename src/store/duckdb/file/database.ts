/**
 * The open file: one connection that writes and one that reads, each for one task at a time, so that
 * threads of Node's pool do not wait for each other inside DuckDB. One appender a table lives as long as
 * the connection, as each new one costs memory that does not come back.
 *
 * A write that fails, on a full disk above all, leaves DuckDB unable to go on: the file is then closed and
 * opened anew, where everything is there that was committed.
 */
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { ResidentError } from "../../../base/errors.ts";
import { Lock } from "./lock.ts";
import { prepareSchema } from "./schema.ts";
import { isInvalidated, storeError } from "./store-errors.ts";

const FILE = "resident.duckdb";

/**
 * One thread, as the recorder is to take little of a machine. What DuckDB keeps of the file in memory is
 * bounded; it spills what does not fit beside the file.
 */
const SETTINGS = { threads: "1", memory_limit: "64MB", autoinstall_known_extensions: "false" };

/** What this process has open: the lock on the file only keeps other processes out. */
const OPEN_PATHS = new Set<string>();

interface OpenFile {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
  readonly appenders: Map<string, DuckDBAppender>;
}

/** What a task that writes works with. */
export interface WriteAccess {
  readonly connection: DuckDBConnection;
  /** @returns the one appender of that table */
  appender(table: string): Promise<DuckDBAppender>;
}

export class Database {
  readonly path: string;
  private file: OpenFile | undefined;
  private isClosed = false;
  private readonly writing = new Lock();
  private readonly reading = new Lock();

  /** @param folder made where it is missing */
  static async open(folder: string): Promise<Database> {
    const database = new Database(preparePath(folder));
    if (OPEN_PATHS.has(database.path)) {
      throw new ResidentError("RES_STORE", `${database.path} is in use by this very process`);
    }
    OPEN_PATHS.add(database.path);
    try {
      await database.reading.run(() => database.opened());
    } catch (error) {
      OPEN_PATHS.delete(database.path);
      throw error;
    }
    return database;
  }

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Runs a task in a transaction, alone.
   * @throws ResidentError RES_STORE_FULL or RES_STORE; nothing of the task is in the file then
   */
  write<T>(task: (access: WriteAccess) => Promise<T>): Promise<T> {
    return this.writing.run(async () => {
      const { writer, appenders } = await this.reading.run(() => this.opened());
      const appender = (table: string) => appenderOf(writer, appenders, table);
      try {
        await writer.run("BEGIN");
        const result = await task({ connection: writer, appender });
        await writer.run("COMMIT");
        return result;
      } catch (error) {
        await this.reading.run(async () => this.shut());
        throw storeError(error, this.path);
      }
    });
  }

  /** Moves the log into the file, where rows that are gone leave room. Nothing is read meanwhile. */
  checkpoint(): Promise<void> {
    return this.alone(async ({ writer }) => {
      await writer.run("CHECKPOINT");
    });
  }

  /**
   * Writes the file anew without the room in it that nothing uses, which DuckDB keeps to write in. For a
   * while both are on the disk.
   */
  async rebuild(): Promise<void> {
    const fresh = `${this.path}.new`;
    try {
      await this.alone(async ({ writer }) => {
        rmSync(fresh, { force: true });
        await writer.run(`ATTACH '${fresh.replaceAll("'", "''")}' AS fresh`);
        await writer.run("COPY FROM DATABASE resident TO fresh");
        await writer.run("DETACH fresh");
        await writer.run("CHECKPOINT");
        this.shut();
        rmSync(`${this.path}.wal`, { force: true });
        chmodSync(fresh, 0o600);
        renameSync(fresh, this.path);
      });
    } finally {
      rmSync(fresh, { force: true });
    }
  }

  /**
   * Runs a task that reads, alone among those that read. All of its questions see the same moment: what is
   * thinned meanwhile is as it was.
   * @throws ResidentError RES_STORE
   */
  async read<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const once = () => this.reading.run(async () => inSnapshot((await this.opened()).reader, task));
    try {
      return await once();
    } catch (error) {
      if (!isInvalidated(error)) throw storeError(error, this.path);
    }
    await this.writing.run(() => this.reading.run(async () => this.shut()));
    return once().catch((error) => {
      throw storeError(error, this.path);
    });
  }

  /** What runs is waited for. */
  close(): Promise<void> {
    return this.writing.run(() =>
      this.reading.run(async () => {
        if (this.isClosed) return;
        this.isClosed = true;
        this.shut();
        OPEN_PATHS.delete(this.path);
      }),
    );
  }

  /** Runs a task while nothing else is read or written. */
  private alone(task: (file: OpenFile) => Promise<void>): Promise<void> {
    return this.writing.run(() =>
      this.reading.run(async () => {
        const file = await this.opened();
        try {
          await task(file);
        } catch (error) {
          this.shut();
          throw storeError(error, this.path);
        }
      }),
    );
  }

  private async opened(): Promise<OpenFile> {
    if (this.isClosed) throw new ResidentError("RES_STORE", `${this.path} is closed`);
    try {
      this.file ??= await openFile(this.path);
      return this.file;
    } catch (error) {
      throw storeError(error, this.path);
    }
  }

  /** An appender that still holds rows throws; they are not wanted any more. */
  private shut(): void {
    const { file } = this;
    this.file = undefined;
    if (file === undefined) return;
    for (const appender of file.appenders.values()) quietly(() => appender.closeSync());
    quietly(() => file.reader.closeSync());
    quietly(() => file.writer.closeSync());
    quietly(() => file.instance.closeSync());
  }
}

/** The folder may be anybody's to read; the file, its log and what DuckDB makes while it works are not. */
function preparePath(folder: string): string {
  process.umask(0o077);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return join(realpathSync(folder), FILE);
  } catch (error) {
    const { message } = error as Error;
    throw new ResidentError("RES_STORE", `the folder ${folder} can't be used: ${message}`, {
      cause: error,
    });
  }
}

async function openFile(path: string): Promise<OpenFile> {
  const instance = await DuckDBInstance.create(path, SETTINGS);
  try {
    chmodSync(path, 0o600);
    const writer = await instance.connect();
    await prepareSchema(writer);
    return { instance, writer, reader: await instance.connect(), appenders: new Map() };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function inSnapshot<T>(
  connection: DuckDBConnection,
  task: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  await connection.run("BEGIN TRANSACTION READ ONLY");
  try {
    return await task(connection);
  } finally {
    // Of a database that is invalid it fails; what the task met is what counts.
    await connection.run("ROLLBACK").catch(() => undefined);
  }
}

async function appenderOf(
  connection: DuckDBConnection,
  known: Map<string, DuckDBAppender>,
  table: string,
): Promise<DuckDBAppender> {
  let appender = known.get(table);
  if (appender === undefined) {
    appender = await connection.createAppender(table);
    known.set(table, appender);
  }
  return appender;
}

function quietly(task: () => void): void {
  try {
    task();
  } catch {
    // It is closed all the same.
  }
}
