/** Settings as the shell's `name=value` writes and reads them, with pprof's messages. */
import { parseDecimalInteger, parseFloating } from "../flags/go-numbers.ts";
import { general } from "../measure/go-number.ts";
import { goQuote } from "../measure/go-quote.ts";
import { CHOICES, DEFAULT_SETTINGS, type Settings } from "../settings.ts";
import { usageError } from "../usage-error.ts";

export type SettingName = keyof Settings;

/** The setting of that name, or the one that has a value of that name (`cum`). */
export function findSetting(name: string): SettingName | undefined {
  if (Object.hasOwn(DEFAULT_SETTINGS, name)) return name as SettingName;
  const choices = Object.entries(CHOICES).find(([, values]) => values.includes(name));
  return choices?.[0] as SettingName | undefined;
}

/** True where the name alone says what is meant. */
export function isSwitch(name: string): boolean {
  const setting = findSetting(name);
  if (setting === undefined) return false;
  return setting !== name || typeof DEFAULT_SETTINGS[setting] === "boolean";
}

/** The settings with one more assignment. Throws RES_USAGE for a value that it can't have. */
export function assignSetting(settings: Settings, name: string, text: string): Settings {
  const setting = findSetting(name);
  const isChoice = setting !== undefined && setting !== name;
  if (setting === undefined || (isChoice && !GO_TRUE.has(text))) {
    throw usageError(`unknown config field "${name}"`);
  }
  return { ...settings, [setting]: parseSetting(setting, isChoice ? name : text) };
}

/** As `o` shows it. */
export function printSetting(settings: Settings, name: SettingName): string {
  const value = settings[name];
  return typeof value === "number" ? general(value) : String(value);
}

const GO_TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const TRUE = new Set(["true", "t", "yes", "y", "1", ""]);
const FALSE = new Set(["false", "f", "no", "n", "0"]);

function parseSetting(name: SettingName, text: string): boolean | number | string {
  const usual = DEFAULT_SETTINGS[name];
  if (typeof usual === "boolean") return parseSwitch(text);
  if (typeof usual === "number") return parseNumber(name, text);
  const choices = CHOICES[name];
  if (choices === undefined || choices.includes(text)) return text;
  throw usageError(`invalid "${name}" value ${goQuote(text)}`);
}

function parseSwitch(text: string): boolean {
  const lower = text.toLowerCase();
  if (TRUE.has(lower)) return true;
  if (FALSE.has(lower)) return false;
  throw usageError(`illegal value "${text}" for bool variable`);
}

function parseNumber(name: SettingName, text: string): number {
  const isWhole = name === "nodecount";
  const value = isWhole ? parseDecimalInteger(text) : parseFloating(text);
  if (typeof value === "number") return value;
  const parser = isWhole ? "Atoi" : "ParseFloat";
  const reason = value === "range" ? "value out of range" : "invalid syntax";
  throw usageError(`strconv.${parser}: parsing ${goQuote(text)}: ${reason}`);
}
