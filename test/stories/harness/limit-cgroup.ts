/**
 * Constructs what a machine without cgroup v2 can't produce: the bundle of a real process, changed
 * as if it ran in a pod whose memory limit is 5 % away and where the OOM killer struck before.
 */
import type { RawBundle } from "../../../src/model/bundle.ts";
import { constructBundle, editText } from "./construct-bundle.ts";

const NOTE =
  "Constructed from a real capture: the cgroup is an invented one of version 2, with a limit of " +
  "210 MiB of which 200 MiB are used.";
const GROUP = "/kubepods.slice/kubepods-burstable.slice/pod7/app";
const FILES: Readonly<Record<string, string>> = {
  "proc/cgroup": `0::${GROUP}\n`,
  "cgroup/memory.current": "209715200\n",
  "cgroup/memory.max": "220200960\n",
  "cgroup/memory.high": "max\n",
  "cgroup/memory.peak": "220200960\n",
  "cgroup/memory.stat": "anon 208000000\nfile 1200000\ninactive_file 400000\nactive_file 800000\n",
  "cgroup/memory.events": "low 0\nhigh 0\nmax 31\noom 2\noom_kill 2\noom_group_kill 0\n",
};

export function limitCgroup(bundle: RawBundle): RawBundle {
  return constructBundle(bundle, NOTE, (files) => {
    for (const name of [...files.keys()]) if (name.startsWith("cgroup/")) files.delete(name);
    editText(files, "meta.json", (text) => {
      const { cgroup: _, ...meta } = JSON.parse(text);
      return JSON.stringify(meta);
    });
    for (const [name, text] of Object.entries(FILES)) {
      files.set(name, new TextEncoder().encode(text));
    }
  });
}
