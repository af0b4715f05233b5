import type { Pulse } from "@escucha/core"
import { startOfDay, type Format } from "../i18n/format.ts"

type Style = "hour" | "day" | "midnight"

const options: { readonly [style in Style]: Intl.DateTimeFormatOptions } = {
  hour: { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  midnight: { weekday: "short", day: "numeric" },
  day: { weekday: "short", day: "numeric", month: "short" },
}

const names = new Map<string, Intl.DateTimeFormat>()

const namer = (language: string, style: Style): Intl.DateTimeFormat => {
  const key = `${language} ${style}`
  const found = names.get(key) ?? new Intl.DateTimeFormat(language, options[style])
  names.set(key, found)
  return found
}

/** The name of a bar: an hour or a day, where the reader is. */
export const barName = (at: number, bar: Pulse["bar"], { language }: Format): string => namer(language, bar).format(at)

/** The shorter name of a bar under the chart: the hour, and the day where one begins. */
export const tickName = (at: number, bar: Pulse["bar"], format: Format): string => {
  if (bar === "day") return namer(format.language, "midnight").format(at)
  return startOfDay(at) === at ? namer(format.language, "midnight").format(at) : format.time(at)
}

/** Where the names under the chart stand: at most eight, on whole parts of the day. */
export const ticksOf = (points: Pulse["points"], bar: Pulse["bar"]): readonly number[] => {
  const step = Math.max(1, [1, 2, 3, 6, 12, 24].find((hours) => points.length / hours <= 8) ?? 24)
  return points
    .map(({ at }) => at)
    .filter((at, place) => (bar === "hour" ? new Date(at).getHours() % step === 0 : place % step === 0))
}
