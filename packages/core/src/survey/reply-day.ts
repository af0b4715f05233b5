import { isAmong, isFiller, wordsOf } from "./spoken.ts"
import { wholeNumber } from "./spoken-number.ts"

const months: readonly string[] = [
  " enero january jan ene janeiro janvier januar gennaio ",
  " febrero february feb fevereiro fevrier februar febbraio ",
  " marzo march mar marco mars marz ",
  " abril april apr abr avril aprile ",
  " mayo may maio mai maggio ",
  " junio june jun junho juin juni giugno ",
  " julio july jul julho juillet juli luglio ",
  " agosto august aug ago aout ",
  " septiembre setiembre september sep sept setembro septembre settembre ",
  " octubre october oct outubro octobre oktober ottobre ",
  " noviembre november nov novembro novembre ",
  " diciembre december dec dic dezembro decembre dezember dicembre ",
]

const aroundDays =
  " lunes martes miercoles jueves viernes sabado domingo monday tuesday wednesday thursday friday saturday sunday on day dia date " +
  "fecha st nd rd th naci born was fue sera del "

const twoDigits = (digits: string | number): string => String(digits).padStart(2, "0")

const written = (year: string, month: string | number, day: string): string =>
  `${year}-${twoDigits(month)}-${twoDigits(day)}`

const isAround = (word: string): boolean => isFiller(word) || isAmong(aroundDays, word)

// Day before month, as all but the United States write it, unless only the other order is a date; a year of four digits in front is
// ISO 8601.
const dayInFigures = (text: string, language: string | undefined): string | undefined => {
  const found = [...text.matchAll(/(?<![\d])\d+(?:[-/.]\d+)+/g)]
  const [only] = found
  if (!only || found.length > 1) return undefined
  const rest = `${text.slice(0, only.index)} ${text.slice(only.index + only[0].length)}`
  if (!wordsOf(rest).every(isAround)) return undefined
  const [one = "", two = "", three = "", ...more] = only[0].split(/[-/.]/)
  if (more.length > 0) return undefined
  if (/^\d{4}$/.test(one) && two.length <= 2 && three.length <= 2 && three !== "") return written(one, two, three)
  if (!/^\d{4}$/.test(three) || one.length > 2 || two.length > 2) return undefined
  const isMonthFirst = Number(two) > 12 || (language?.toLowerCase() === "en-us" && Number(one) <= 12)
  return isMonthFirst ? written(three, one, two) : written(three, two, one)
}

/** The day that a plain text names, with its year: "29/3/2026", "29 de marzo de 2026", "March 29th, 2026". */
export const dayIn = (text: string, language: string | undefined): string | undefined => {
  const figures = dayInFigures(text, language)
  if (figures !== undefined) return figures
  const words = wordsOf(text).filter((word) => !isAround(word))
  const month = words.flatMap((word) => {
    const place = months.findIndex((names) => isAmong(names, word))
    return place < 0 ? [] : [{ word, number: place + 1 }]
  })
  const [named] = month
  if (!named || month.length > 1) return undefined
  const rest = words.filter((word) => word !== named.word)
  const [one = "", two = "", ...more] = rest
  const [day, year] = /^\d{4}$/.test(one) ? [two, one] : [one, two]
  return more.length === 0 && /^\d{1,2}$/.test(day) && /^\d{4}$/.test(year)
    ? written(year, named.number, day)
    : undefined
}

const aroundTimes =
  " at a las la las sobre around about h hs hora horas hour hours o clock en punto sharp is it son es the to past "
const afternoon = " pm tarde noche afternoon evening night "
const morning = " am manana madrugada morning "
const noons: readonly string[] = [" medianoche midnight ", " mediodia noon midday "]

interface Clock {
  readonly hour: number
  readonly minute: number
}

// "9:30", "9.30", "9h30", "9pm".
const clockOf = (word: string): (Clock & { readonly half?: string }) | undefined => {
  const [, hour, minute = "0", half] = /^(\d{1,2})(?:[:.h](\d{2}))?h?(am|pm)?$/.exec(word) ?? []
  return hour === undefined
    ? undefined
    : { hour: Number(hour), minute: Number(minute), ...(half !== undefined && { half }) }
}

// "half past nine", "nueve y cuarto", "diez menos cuarto": how far from the hour.
const parts: readonly (readonly [RegExp, number])[] = [
  [/\b(?:half past|y media)\b/u, 30],
  [/\b(?:(?:a )?quarter past|y cuarto)\b/u, 15],
  [/\b(?:(?:a )?quarter to|menos cuarto)\b/u, -15],
]

const shifted = ({ hour, minute }: Clock, by: number): Clock => {
  const all = (hour * 60 + minute + by + 1440) % 1440
  return { hour: Math.floor(all / 60), minute: all % 60 }
}

const inHalf = ({ hour, minute }: Clock, half: string, words: readonly string[]): Clock | undefined => {
  if (half === "" || hour > 12) return { hour, minute }
  if (isAmong(morning, half)) return { hour: hour % 12, minute }
  // "las 12 de la noche" is midnight
  const isMidnight = hour === 12 && words.some((word) => isAmong(" noche night ", word))
  return isMidnight ? { hour: 0, minute } : { hour: (hour % 12) + 12, minute }
}

/** The time of day that a plain text names: "9:30", "las 9 y media", "half past nine", "9 pm", "mediodía". */
export const timeIn = (text: string, language: string | undefined): string | undefined => {
  const said = text.replace(/\b([ap])\.?\s?m\b\.?/gu, "$1m")
  const part = parts.find(([named]) => named.test(said))
  const words = (part ? said.replace(part[0], " ") : said).split(/[\s,!]+/).filter((word) => word !== "")
  const telling = words
    .map((word) => word.replace(/\.$/, ""))
    .filter((word) => !isAmong(aroundTimes, word) && !isFiller(word) && word !== "o'clock" && word !== "in")
  const noon = noons.findIndex((names) => isAmong(names, telling[0] ?? ""))
  if (noon >= 0 && telling.length === 1 && !part) return `${twoDigits(noon * 12)}:00`
  const halves = telling.filter((word) => isAmong(afternoon, word) || isAmong(morning, word))
  const rest = telling.filter((word) => !halves.includes(word))
  const [only = ""] = rest
  const spoken = wholeNumber(rest, language)
  const clock =
    rest.length === 1 && /^\d/.test(only)
      ? clockOf(only)
      : spoken !== undefined && Number.isInteger(spoken)
        ? { hour: spoken, minute: 0 }
        : undefined
  if (!clock || halves.length > 1 || clock.hour > 24 || clock.minute > 59) return undefined
  const half = halves[0] ?? ("half" in clock ? clock.half : "") ?? ""
  const placed = inHalf(clock, half, telling)
  if (!placed) return undefined
  const { hour, minute } = part ? shifted(placed, part[1]) : placed
  return `${twoDigits(hour)}:${twoDigits(minute)}`
}
