import type { Rejection } from "./row.ts"

/** Where an import tells a person how it goes; the JSON line is not written here. */
export interface Report {
  readonly rejected: (rejection: Rejection) => void
  /** Says a sentence once, however often it is asked to. */
  readonly warn: (sentence: string) => void
  readonly unknownZone: (name: string) => void
  /** How it stands: the share of the file that was read, and what was taken in. */
  readonly progress: (state: { readonly share: number; readonly messages: number; readonly duplicates: number }) => void
  /** Ends the line of progress and counts what was not said one by one. */
  readonly end: () => void
}

/** A stream that a person reads, such as `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

const mostTold = 20

/** How often progress is told, in milliseconds: in place on a terminal, line by line elsewhere. */
const pauses = { terminal: 100, file: 5_000 }

/** Keeps what a terminal would obey out of names that a file brought, and their length in bounds. */
const printable = (text: string): string => JSON.stringify(text.slice(0, 80))

const whole = new Intl.NumberFormat("en")

/** Tells the first 20 of each kind and counts the rest, so that a file of a million bad lines stays readable. */
export const createReport = (screen: Screen, now: () => number = Date.now): Report => {
  const said = new Set<string>(),
    zones = new Set<string>()
  const begun = now()
  let rejections = 0,
    untoldZones = 0,
    told = begun,
    isOpen = false
  const isTerminal = screen.isTTY === true
  const line = (text: string) => {
    screen.write(`${isOpen ? "\r\u001B[K" : ""}${text}\n`)
    isOpen = false
  }
  const warn = (sentence: string) => {
    if (said.has(sentence)) return
    said.add(sentence)
    line(`warning: ${sentence}`)
  }
  return {
    warn,
    rejected: ({ line: number, field, remedy }) => {
      rejections += 1
      if (rejections <= mostTold) line(`line ${number} was left out: ${field}: ${remedy}`)
    },
    unknownZone: (name) => {
      if (zones.has(name)) return
      if (zones.size >= mostTold) {
        untoldZones += 1
        return
      }
      zones.add(name)
      warn(`nobody knows the time zone ${printable(name)}; its messages are kept without one`)
    },
    progress: ({ share, messages, duplicates }) => {
      if (now() - told < (isTerminal ? pauses.terminal : pauses.file)) return
      told = now()
      const rate = Math.round(messages / Math.max(0.001, (told - begun) / 1000))
      const text =
        `${Math.floor(share * 100)} % · ${whole.format(messages)} messages · ${whole.format(rate)} per second` +
        `${duplicates > 0 ? ` · ${whole.format(duplicates)} already here` : ""}${rejections > 0 ? ` · ${whole.format(rejections)} left out` : ""}`
      if (!isTerminal) return line(text)
      screen.write(`\r\u001B[K${text}`)
      isOpen = true
    },
    end: () => {
      if (isOpen) screen.write("\r\u001B[K")
      isOpen = false
      if (rejections > mostTold) line(`${whole.format(rejections - mostTold)} more lines were left out`)
      if (untoldZones > 0) line("warning: more time zones that nobody knows were met")
    },
  }
}
