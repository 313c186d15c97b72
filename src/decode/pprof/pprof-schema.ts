/**
 * The messages of profile.proto (github.com/google/pprof/proto/profile.proto): field numbers and
 * names. Integers are varints without zigzag, signed ones as 64-bit two's complement.
 */
import type { MessageSchema } from "../wire/message-schema.ts";

/** Go has at most four. A column costs memory before it has a row, so that damage must not make more. */
export const MAX_SAMPLE_TYPES = 1024;

export const VALUE_TYPE_SCHEMA: MessageSchema = {
  name: "ValueType",
  fields: { 1: { name: "type", type: "varint" }, 2: { name: "unit", type: "varint" } },
};

export const LABEL_SCHEMA: MessageSchema = {
  name: "Label",
  fields: {
    1: { name: "key", type: "varint" },
    2: { name: "str", type: "varint" },
    3: { name: "num", type: "varint" },
    4: { name: "num_unit", type: "varint" },
  },
};

export const SAMPLE_SCHEMA: MessageSchema = {
  name: "Sample",
  fields: {
    1: { name: "location_id", type: "varints" },
    2: { name: "value", type: "varints" },
    3: { name: "label", type: LABEL_SCHEMA, repeated: true },
  },
};

export const MAPPING_SCHEMA: MessageSchema = {
  name: "Mapping",
  fields: {
    1: { name: "id", type: "varint" },
    2: { name: "memory_start", type: "varint" },
    3: { name: "memory_limit", type: "varint" },
    4: { name: "file_offset", type: "varint" },
    5: { name: "filename", type: "varint" },
    6: { name: "build_id", type: "varint" },
    7: { name: "has_functions", type: "varint" },
    8: { name: "has_filenames", type: "varint" },
    9: { name: "has_line_numbers", type: "varint" },
    10: { name: "has_inline_frames", type: "varint" },
  },
};

export const LINE_SCHEMA: MessageSchema = {
  name: "Line",
  fields: {
    1: { name: "function_id", type: "varint" },
    2: { name: "line", type: "varint" },
    3: { name: "column", type: "varint" },
  },
};

export const LOCATION_SCHEMA: MessageSchema = {
  name: "Location",
  fields: {
    1: { name: "id", type: "varint" },
    2: { name: "mapping_id", type: "varint" },
    3: { name: "address", type: "varint" },
    4: { name: "line", type: LINE_SCHEMA, repeated: true },
    5: { name: "is_folded", type: "varint" },
  },
};

export const FUNCTION_SCHEMA: MessageSchema = {
  name: "Function",
  fields: {
    1: { name: "id", type: "varint" },
    2: { name: "name", type: "varint" },
    3: { name: "system_name", type: "varint" },
    4: { name: "filename", type: "varint" },
    5: { name: "start_line", type: "varint" },
  },
};

export const PROFILE_SCHEMA: MessageSchema = {
  name: "Profile",
  fields: {
    1: { name: "sample_type", type: VALUE_TYPE_SCHEMA, repeated: true },
    2: { name: "sample", type: SAMPLE_SCHEMA, repeated: true },
    3: { name: "mapping", type: MAPPING_SCHEMA, repeated: true },
    4: { name: "location", type: LOCATION_SCHEMA, repeated: true },
    5: { name: "function", type: FUNCTION_SCHEMA, repeated: true },
    6: { name: "string_table", type: "bytes", repeated: true },
    7: { name: "drop_frames", type: "varint" },
    8: { name: "keep_frames", type: "varint" },
    9: { name: "time_nanos", type: "varint" },
    10: { name: "duration_nanos", type: "varint" },
    11: { name: "period_type", type: VALUE_TYPE_SCHEMA },
    12: { name: "period", type: "varint" },
    13: { name: "comment", type: "varints" },
    14: { name: "default_sample_type", type: "varint" },
    15: { name: "doc_url", type: "varint" },
  },
};
