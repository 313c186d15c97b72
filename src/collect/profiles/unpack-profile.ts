/** The bytes of a profile as they come, gzip or not → the profile, with pprof's words for failures. */
import { DecodeError, ResidentError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import { decodePprof } from "../../decode/pprof/decode-pprof.ts";
import { PprofDecoder, type PprofOptions } from "../../decode/pprof/pprof-decoder.ts";
import type { Profile } from "../../model/profile.ts";
import { gunzip, gunzipAhead, isGzip } from "../gunzip.ts";

/** What marks samples as those of a base, which change what 100 % is. */
const BASE_KEY = "pprof::base";
/** Packed bytes from which on another thread is worth its while. */
const LARGE = MiB / 2;

/** Without `labels` those of samples are left out, unless the profile has been compared with a base. */
export async function unpackProfile(bytes: Uint8Array, { labels = true } = {}): Promise<Profile> {
  const profile = await decodeUsual(bytes, { labels, unknownMappings: true });
  if (profile !== undefined && (labels || !mayHaveBase(profile))) return profile;
  const { decodeAnyProfile } = await import("../../decode/legacy/decode-any-profile.ts");
  return decodeAnyProfile(isGzip(bytes) ? unpack(bytes) : bytes);
}

/** A profile.proto; undefined where it is none, or damaged: then all is read again, step by step. */
async function decodeUsual(bytes: Uint8Array, options: PprofOptions): Promise<Profile | undefined> {
  try {
    if (!isGzip(bytes)) return decodePprof(bytes, options);
    if (bytes.length < LARGE) return decodePprof(gunzip(bytes), options);
    return await decodeAhead(bytes, options);
  } catch {
    return undefined;
  }
}

/** Decodes what is there of a large profile while another thread unpacks what comes next. */
async function decodeAhead(packed: Uint8Array, options: PprofOptions): Promise<Profile> {
  let decoder: PprofDecoder | undefined;
  await gunzipAhead(packed, (bytes, available) => {
    decoder ??= new PprofDecoder(bytes, options);
    decoder.read(available);
  });
  return decoder!.finish();
}

function mayHaveBase({ strings }: Profile): boolean {
  if (strings.utf8 === undefined) return true;
  const { buffer, byteOffset, length } = strings.utf8.bytes;
  return Buffer.from(buffer, byteOffset, length).includes(BASE_KEY);
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzip(bytes);
  } catch (error) {
    if (!(error instanceof ResidentError) || error.code !== "RES_DECODE") throw error;
    const message = `decompressing profile: ${reasonOf(error)}`;
    throw new ResidentError("RES_DECODE", message, { cause: error });
  }
}

/** What Go says of a stream that is cut; of other damage what zlib says, and where. */
function reasonOf(error: ResidentError): string {
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return "unexpected EOF";
  if (/incorrect (?:data|length) check/.test(error.message)) return "gzip: invalid checksum";
  return error instanceof DecodeError ? error.message : `gzip: ${error.message}`;
}
