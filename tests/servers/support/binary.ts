import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

// Debian keeps servers where a person's PATH does not look.
const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/lib/dovecot"]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: either way it is no server of ours
  }
}

/** The path of a program, or undefined where this machine has none of that name. */
export const binary = (name: string): string | undefined =>
  places.map((place) => join(place, name)).find((path) => isExecutable(path))
