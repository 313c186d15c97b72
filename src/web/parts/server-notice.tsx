/** A line below the head where the server is gone, refuses, or does not store. */
import type { RecorderState } from "../data/recorder.ts";
import { shortTime } from "../format-time.ts";

interface Props {
  readonly server: Pick<RecorderState, "lostSince" | "problem">;
  readonly storeError: string | null;
}

export function ServerNotice({ server, storeError }: Props) {
  const texts: string[] = [];
  if (server.lostSince !== null) {
    texts.push(
      `The server has not answered since ${shortTime(server.lostSince)}; trying again. What is shown is what it said last.`,
    );
  } else if (server.problem !== null) texts.push(server.problem);
  if (storeError !== null) texts.push(`Nothing is being stored: ${storeError}`);
  if (texts.length === 0) return null;
  return (
    <div className="notice" role="status">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
