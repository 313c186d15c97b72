/** How a file is opened whose path is a stranger's. */
import { constants } from "node:fs";

/** Without O_NONBLOCK the opening of a named pipe would wait for its writer. */
export const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
