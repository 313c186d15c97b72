/** What `o` says: every setting with its value, and which values it can have. */
import type { Profile } from "../../model/profile.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { printSetting, type SettingName } from "./setting-values.ts";

export function printOptions({ valueTypes }: Profile, settings: Settings): string {
  const types = valueTypes.map(({ type }) => type);
  const names = Object.keys(DEFAULT_SETTINGS) as SettingName[];
  return names
    .filter((name) => name !== "source_path")
    .map((name) => optionLine(name, settings, types))
    .sort()
    .join("\n");
}

function optionLine(name: SettingName, settings: Settings, types: readonly string[]): string {
  const value = printSetting(settings, name);
  const remark = remarkOn(name, value, types);
  const comment = remark === "" ? "" : `//: ${remark}`;
  return `  ${name.padEnd(25)} = ${shownValue(name, value, types).padEnd(20)} ${comment}`;
}

function shownValue(name: SettingName, value: string, types: readonly string[]): string {
  if (value !== "") return value;
  if (name === "granularity") return "(default)";
  return name === "sample_index" ? (types.at(-1) ?? "") : '""';
}

function remarkOn(name: SettingName, value: string, types: readonly string[]): string {
  const choices = name === "sample_index" ? types : CHOICES[name]?.toSorted();
  if (choices !== undefined) return `[${choices.join(" | ")}]`;
  return name === "nodecount" && value === "-1" ? "default" : "";
}
