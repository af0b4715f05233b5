// Stands in for @escucha/core while the pages of channels are written: what an adapter describes is written down.
import { defineChannel as define } from "../../core/src/index.ts"

export * from "../../core/src/index.ts"

/** What was described since somebody last looked. */
export const described = []

export const defineChannel = (description) => {
  described.push(description)
  return define(description)
}
