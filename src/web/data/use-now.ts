/** The server's clock, for what says how long ago something was: it goes on when nothing else happens. */
import { useEffect, useState } from "react";
import type { Recorder } from "./recorder.ts";

const TICK_MS = 1000;

export function useNow(recorder: Recorder): number {
  const [now, setNow] = useState(() => recorder.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(recorder.now());
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [recorder]);
  return now;
}
