import * as Context from "effect/Context"
import { mostApproaches } from "../../conversation/person.ts"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import { parsePreferences, type Preferences, preferencesIn } from "../../profile/preference.ts"
import type { Setting } from "../decide/setting.ts"
import type { PreferencesDoor } from "../doors/preferences.ts"
import { idFor, type Loop } from "../loop.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { outcomeOf } from "./outcome.ts"

/** How customers want to be reached. */
export interface PreferencesService extends Effectful<PreferencesDoor> {}

/** Preferences as a service of Effect. */
export class PreferenceCentre extends Context.Service<PreferenceCentre, PreferencesService>()("@escucha/Preferences") {}

/** Preferences from outside, as they are written down. Throws `InputError`, which names the field. */
export const checkedPreferences = ({ channels }: Setting, given: unknown): Preferences => {
  const read = parsePreferences(given, { channels: Object.keys(channels), mostApproaches })
  if ("problem" in read) throw new InputError("invalid", read.problem.field, read.problem.message)
  return read.value
}

/** The service over a loop. */
export const makePreferences = (loop: Loop): PreferencesService => ({
  of: (customer) => attempt(async () => preferencesIn((await loop.whole(customer))?.state.preferences ?? [])),
  set: (customer, preferences, { id, at, by = "app" } = {}) =>
    outcomeOf(loop, () => ({
      kind: "prefer",
      id: idFor("prefer", id, loop),
      on: endpointOf(customer),
      ...(at !== undefined && { occurredAt: at }),
      preferences: checkedPreferences(loop.setting, preferences),
      by,
    })),
})
