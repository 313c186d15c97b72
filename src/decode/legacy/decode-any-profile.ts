/**
 * Reads a profile of whatever form `go tool pprof` reads: profile.proto, or one of the forms that
 * came before it. Messages are those of the reference, which scripts see.
 */
import { DecodeError, ResidentError } from "../../base/errors.ts";
import type { Profile } from "../../model/profile.ts";
import { noProfileHint } from "../hint-of-bytes.ts";
import { decodePprof } from "../pprof/decode-pprof.ts";
import type { PprofOptions } from "../pprof/pprof-decoder.ts";
import { decodeLegacyProfile } from "./decode-legacy-profile.ts";
import { refusalOfProto } from "./refusal-of-proto.ts";
import { unreadable } from "./unreadable.ts";

/** `bytes`: unpacked; `options` hold for profile.proto. Fails with a ResidentError whose message is the reference's. */
export function decodeAnyProfile(bytes: Uint8Array, options: PprofOptions = {}): Profile {
  if (bytes.length === 0) throw unreadable("empty input file");
  try {
    return decodePprof(bytes, { unknownMappings: true, ...options });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return decodeOther(bytes, error);
  }
}

/** What is no profile.proto that can be read, for this reason. */
function decodeOther(bytes: Uint8Array, refusal: DecodeError): Profile {
  const message = refusalOfProto(bytes, refusal);
  if (message !== undefined) throw new ResidentError("RES_DECODE", message, { cause: refusal });
  const profile = decodeLegacyProfile(bytes);
  if (profile === undefined) {
    throw unreadable("unrecognized profile format", noProfileHint(bytes));
  }
  return profile;
}
